// An exception that was cleared is there no more.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    int first;
    if (!PyArg_ParseTuple(args, "i", &first)) {
        PyErr_Clear();
        return NULL;  // expect: NPC302
    }
    return PyLong_FromLong(first);
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    int first;
    if (!PyArg_ParseTuple(args, "i", &first)) {
        PyErr_Clear();
        first = 0;
    }
    return PyLong_FromLong(first);
}
