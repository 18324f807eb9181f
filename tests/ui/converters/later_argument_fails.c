// The converter has succeeded although a later argument fails.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyArray_Descr *dtype = NULL;
    long count;
    if (!PyArg_ParseTuple(args, "O&l", PyArray_DescrConverter, &dtype, &count)) {
        return NULL;  // expect: NPC404 `dtype`
    }
    npy_intp shape[1] = {count};
    return PyArray_Zeros(1, shape, dtype, 0);
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyArray_Descr *dtype = NULL;
    long count;
    if (!PyArg_ParseTuple(args, "O&l", PyArray_DescrConverter, &dtype, &count)) {
        Py_XDECREF(dtype);
        return NULL;
    }
    npy_intp shape[1] = {count};
    return PyArray_Zeros(1, shape, dtype, 0);
}
