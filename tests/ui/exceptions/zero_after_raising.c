// Zero is the success of a function whose failures are -1 with an exception. Where zero is the failure, it is none.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyArrayObject *array)
{
    if (PyArray_NDIM(array) > 3) {
        PyErr_SetString(PyExc_ValueError, "too many dimensions");
        return -1;
    }
    if (PyArray_SIZE(array) == 0) {
        PyErr_SetString(PyExc_ValueError, "empty");  // expect: NPC303
    }
    return 0;
}

static int
right(PyArrayObject *array)
{
    if (PyArray_SIZE(array) == 0) {
        PyErr_SetString(PyExc_ValueError, "empty");
        return 0;
    }
    return 1;
}
