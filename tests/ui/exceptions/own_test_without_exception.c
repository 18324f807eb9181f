// A test of the code raises nothing. What a function of another file has done is not known.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

extern int
check_shape(PyObject *object);

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyObject *object;
    if (!PyArg_ParseTuple(args, "O", &object)) {
        return NULL;
    }
    if (!PyArray_Check(object)) {
        return NULL;  // expect: NPC302
    }
    return PyLong_FromLong(PyArray_NDIM((PyArrayObject *)object));
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyObject *object;
    if (!PyArg_ParseTuple(args, "O", &object)) {
        return NULL;
    }
    if (!PyArray_Check(object)) {
        return PyErr_Format(PyExc_TypeError, "expected an array");
    }
    if (!check_shape(object)) {
        return NULL;
    }
    return PyLong_FromLong(PyArray_NDIM((PyArrayObject *)object));
}
