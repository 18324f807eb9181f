/* A conversion that keeps the type keeps the byte order too. */
// select: NPC608
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double
wrong(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(object, NPY_ARRAY_CARRAY_RO); // expect: NPC608 `array`
    if (array == NULL) {
        return -1;
    }
    double value = PyArray_SIZE(array) > 0 ? *(double *)PyArray_DATA(array) : 0;
    Py_DECREF(array);
    return value;
}

double
wrong_without_a_type(PyObject *object)
{
    PyArrayObject *array =
        (PyArrayObject *)PyArray_FromAny(object, NULL, 1, 1, NPY_ARRAY_IN_ARRAY, NULL); // expect: NPC608 `array`
    if (array == NULL) {
        return -1;
    }
    float *values = PyArray_DATA(array);
    double value = PyArray_SIZE(array) > 0 ? values[0] : 0;
    Py_DECREF(array);
    return value;
}

double
right(PyObject *object)
{
    int flags = NPY_ARRAY_CARRAY_RO | NPY_ARRAY_NOTSWAPPED;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(object, flags);
    if (array == NULL) {
        return -1;
    }
    double value = PyArray_SIZE(array) > 0 ? *(double *)PyArray_DATA(array) : 0;
    Py_DECREF(array);
    return value;
}

double
right_by_type(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1;
    }
    double value = PyArray_SIZE(array) > 0 ? *(double *)PyArray_DATA(array) : 0;
    Py_DECREF(array);
    return value;
}

double
right_by_descriptor(PyObject *object, PyArray_Descr *descr)
{
    Py_INCREF(descr);
    PyArrayObject *array = (PyArrayObject *)PyArray_FromAny(object, descr, 1, 1, NPY_ARRAY_IN_ARRAY, NULL);
    if (array == NULL) {
        return -1;
    }
    double value = PyArray_SIZE(array) > 0 ? *(double *)PyArray_DATA(array) : 0;
    Py_DECREF(array);
    return value;
}

int
right_with_a_test(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(object, NPY_ARRAY_IN_ARRAY);
    if (array == NULL || !PyArray_ISNOTSWAPPED(array)) {
        Py_XDECREF(array);
        return -1;
    }
    int value = PyArray_SIZE(array) > 0 ? *(int *)PyArray_DATA(array) : 0;
    Py_DECREF(array);
    return value;
}

int
right_with_bytes(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(object, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1;
    }
    int value = PyArray_SIZE(array) > 0 ? *(npy_uint8 *)PyArray_DATA(array) : 0;
    Py_DECREF(array);
    return value;
}
