/* Axes behind the last one. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 1, 2, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_intp depth = PyArray_DIM(array, 2); // expect: NPC614 `array`
    double value = *(double *)PyArray_GETPTR3(array, 0, 0, 0); // expect: NPC614 `array`
    Py_DECREF(array);
    return PyFloat_FromDouble(value * depth);
}

PyObject *
wrong_of_own(npy_intp length)
{
    PyObject *array = PyArray_ZEROS(1, &length, NPY_DOUBLE, 0);
    if (array == NULL) {
        return NULL;
    }
    *(double *)PyArray_GETPTR2((PyArrayObject *)array, 0, 1) = 1; // expect: NPC614 `array`
    return array;
}

/* The first axis of an array of two is a row; without an upper limit, or with another array, nothing is known. */
double
right(PyObject *object, PyArrayObject *other, int rank, npy_intp *shape)
{
    double sum = 0;
    PyArrayObject *two = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 2, 2, NPY_ARRAY_IN_ARRAY);
    PyArrayObject *any = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 1, 0, NPY_ARRAY_IN_ARRAY);
    PyArrayObject *given = (PyArrayObject *)PyArray_SimpleNew(rank, shape, NPY_DOUBLE);
    if (two != NULL && any != NULL && given != NULL) {
        sum = *(double *)PyArray_GETPTR1(two, 0) + PyArray_DIM(two, 1) + PyArray_DIM(any, 2);
        sum += *(double *)PyArray_GETPTR2(given, 0, 0) + PyArray_DIM(other, 3);
    }
    Py_XDECREF(two);
    Py_XDECREF(any);
    Py_XDECREF(given);
    return sum;
}
