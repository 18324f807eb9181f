// An output parameter takes the reference out of the function.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *arg, PyObject **result)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (PyUnicode_GetLength(text) > 10) {
        return 0;  // expect: NPC203 `text`
    }
    *result = text;
    return 1;
}

static int
right(PyObject *arg, PyObject **result)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    *result = text;
    return 1;
}
