// A macro of the file that releases.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define RELEASE(object) Py_XDECREF(object)

static int
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return 0;  // expect: NPC203 `text`
    }
    RELEASE(text);
    return 1;
}

static int
right(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    int has_text = PyUnicode_GetLength(text) != 0;
    RELEASE(text);
    return has_text;
}
