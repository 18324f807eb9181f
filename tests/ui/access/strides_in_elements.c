/* Strides count bytes. */
// select: NPC610
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double
wrong(PyArrayObject *array)
{
    npy_intp step = PyArray_STRIDES(array)[0] / sizeof(double); // expect: NPC610 `PyArray_STRIDES`
    return ((double *)PyArray_DATA(array))[step];
}

double
right(PyArrayObject *array)
{
    if (PyArray_STRIDE(array, 0) % (npy_intp)sizeof(double) != 0) {
        return 0;
    }
    npy_intp step = PyArray_STRIDE(array, 0) / (npy_intp)sizeof(double);
    return ((double *)PyArray_DATA(array))[step] + PyArray_DIM(array, 0) / sizeof(double);
}
