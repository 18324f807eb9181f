// After setting an exception the function has to fail, or to clear it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    int kind;
    if (!PyArg_ParseTuple(args, "i", &kind)) {
        return NULL;
    }
    switch (kind) {
    case 1:
        break;
    default:
        PyErr_SetString(PyExc_TypeError, "not supported");  // expect: NPC303
        break;
    }
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    int kind;
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "i", &kind)) {
        return NULL;
    }
    switch (kind) {
    case 1:
        result = PyLong_FromLong(1);
        break;
    default:
        PyErr_SetString(PyExc_TypeError, "not supported");
        break;
    }
    return result;
}
