// A failed call has left an exception that None does not carry.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyObject *list;
    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list)) {
        Py_RETURN_NONE;  // expect: NPC304
    }
    return PyLong_FromSsize_t(PyList_GET_SIZE(list));
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyObject *list;
    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list)) {
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    return PyLong_FromSsize_t(PyList_GET_SIZE(list));
}
