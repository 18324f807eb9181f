// `PyArray_DESCR` gives the same dtype each time: a reference that is taken through it covers the theft.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyArrayObject *array, PyArrayObject *other)
{
    npy_intp shape[1] = {3};
    Py_INCREF(PyArray_DESCR(other));
    PyObject *result = PyArray_NewFromDescr(&PyArray_Type, PyArray_DESCR(array), 1, shape, NULL, NULL, 0, NULL);  // expect: NPC206
    Py_DECREF(PyArray_DESCR(other));
    return result;
}

static PyObject *
right(PyArrayObject *array)
{
    npy_intp shape[1] = {3};
    Py_INCREF(PyArray_DESCR(array));
    return PyArray_NewFromDescr(&PyArray_Type, PyArray_DESCR(array), 1, shape, NULL, NULL, 0, NULL);
}
