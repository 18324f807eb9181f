// A case that leaves without the release that the others make.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg, int kind)
{
    PyObject *number = PyNumber_Float(arg);
    if (number == NULL) {
        return NULL;
    }
    switch (kind) {
    case 0:
        return number;
    case 1:
        PyErr_SetString(PyExc_ValueError, "kind 1 is gone");
        return NULL;  // expect: NPC203 `number`
    default:
        break;
    }
    Py_DECREF(number);
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *arg, int kind)
{
    PyObject *number = PyNumber_Float(arg);
    if (number == NULL) {
        return NULL;
    }
    switch (kind) {
    case 0:
        return number;
    case 1:
        PyErr_SetString(PyExc_ValueError, "kind 1 is gone");
        break;
    default:
        Py_DECREF(number);
        Py_RETURN_NONE;
    }
    Py_DECREF(number);
    return NULL;
}
