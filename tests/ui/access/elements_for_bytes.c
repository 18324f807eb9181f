/* malloc, memcpy and memset count bytes. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#include <stdlib.h>
#include <string.h>

void
wrong(double *target, PyArrayObject *array)
{
    memcpy(target, PyArray_DATA(array), PyArray_SIZE(array)); // expect: NPC611 `memcpy`
}

double *
wrong_allocation(PyArrayObject *array)
{
    npy_intp count = PyArray_SIZE(array);
    double *values = malloc(count); // expect: NPC611 `malloc`
    return values;
}

PyObject *
wrong_clearing(npy_intp length)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_SimpleNew(1, &length, NPY_INT);
    if (array == NULL) {
        return NULL;
    }
    memset(PyArray_DATA(array), 0, PyArray_DIM(array, 0)); // expect: NPC611 `memset`
    return (PyObject *)array;
}

/* Bytes, elements of one byte, and elements of which nothing is known. */
void
right(double *target, char *letters, PyArrayObject *array, npy_intp length)
{
    memcpy(target, PyArray_DATA(array), PyArray_SIZE(array) * sizeof(double));
    memcpy(target, PyArray_DATA(array), PyArray_NBYTES(array));
    memcpy(letters, PyArray_DATA(array), PyArray_SIZE(array));
    double *values = calloc(PyArray_SIZE(array), sizeof(double));
    free(values);
    npy_bool *mask = malloc(PyArray_SIZE(array));
    free(mask);
    PyObject *flags = PyArray_SimpleNew(1, &length, NPY_UBYTE);
    if (flags != NULL) {
        memset(PyArray_DATA((PyArrayObject *)flags), 1, PyArray_SIZE((PyArrayObject *)flags));
        Py_DECREF(flags);
    }
}
