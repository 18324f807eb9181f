// A function that gets the address of the variable may change what it holds.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

int replace_by_normal_form(PyObject **text);

static int
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return -1;  // expect: NPC203 `text`
    }
    Py_DECREF(text);
    return 0;
}

static int
right(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (replace_by_normal_form(&text) < 0) {
        return -1;
    }
    Py_XDECREF(text);
    return 0;
}
