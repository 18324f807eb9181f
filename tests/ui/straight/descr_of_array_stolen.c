// The dtype of an array is borrowed, and `PyArray_NewFromDescr` steals it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyArrayObject *template)
{
    npy_intp shape[2] = {2, 2};
    return PyArray_NewFromDescr(&PyArray_Type, PyArray_DESCR(template), 2, shape, NULL, NULL, 0, NULL);  // expect: NPC206
}

static PyObject *
right(PyArrayObject *template)
{
    npy_intp shape[2] = {2, 2};
    PyArray_Descr *dtype = PyArray_DESCR(template);
    Py_INCREF(dtype);
    return PyArray_NewFromDescr(&PyArray_Type, dtype, 2, shape, NULL, NULL, 0, NULL);
}
