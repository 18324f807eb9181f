// The outer call steals, so a call inside a call is right.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(long value)
{
    return PyUnicode_FromFormat("%R", PyLong_FromLong(value));  // expect: NPC202
}

static PyObject *
right(npy_intp length)
{
    return PyArray_NewFromDescr(&PyArray_Type, PyArray_DescrFromType(NPY_INT64), 1, &length, NULL, NULL, 0, NULL);
}
