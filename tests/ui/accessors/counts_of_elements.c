/* PyArray_INCREF and PyArray_XDECREF are about the objects in an array. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

void
wrong(npy_intp length, PyObject **slot)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_ZEROS(1, &length, NPY_DOUBLE, 0);
    if (array != NULL) {
        PyArray_INCREF(array); // expect: NPC210 `PyArray_INCREF`
        *slot = (PyObject *)array;
    }
}

void
right(npy_intp length, PyObject **slot, PyArrayObject *given)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_ZEROS(1, &length, NPY_OBJECT, 0);
    if (array != NULL) {
        PyArray_INCREF(array);
        *slot = (PyObject *)array;
    }
    PyArray_INCREF(given);
}
