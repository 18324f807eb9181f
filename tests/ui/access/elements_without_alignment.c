/* Contiguous is not aligned. */
// select: NPC609
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double
wrong(PyObject *object)
{
    double value = 0;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 1, 1, NPY_ARRAY_C_CONTIGUOUS | NPY_ARRAY_FORCECAST); // expect: NPC609 `array`
    if (array != NULL) {
        const double *values = (const double *)PyArray_DATA(array);
        value = values[0] + *(double *)PyArray_GETPTR1(array, 1);
        Py_DECREF(array);
    }
    return value;
}

/* Aligned, read by bytes, or tested. */
double
right(PyObject *object)
{
    double value = 0;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 1, 1, NPY_ARRAY_CARRAY_RO);
    PyArrayObject *bytes = (PyArrayObject *)PyArray_FROMANY(object, NPY_UBYTE, 1, 1, NPY_ARRAY_C_CONTIGUOUS);
    if (array != NULL && bytes != NULL) {
        value = *(double *)PyArray_DATA(array) + *(unsigned char *)PyArray_DATA(bytes);
    }
    Py_XDECREF(array);
    Py_XDECREF(bytes);
    return value;
}

double
right_tested(PyObject *object)
{
    double value = 0;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 1, 1, NPY_ARRAY_C_CONTIGUOUS);
    if (array != NULL) {
        if (PyArray_ISALIGNED(array)) {
            value = *(double *)PyArray_DATA(array);
        }
        Py_DECREF(array);
    }
    return value;
}
