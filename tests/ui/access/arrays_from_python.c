/* Arrays from Python have any type and any layout. */
// select: NPC601, NPC602
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double sum_of(PyArrayObject *array);

PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyArrayObject *first, *second = NULL;
    if (!PyArg_ParseTuple(args, "O!|O!", &PyArray_Type, &first, &PyArray_Type, &second)) {
        return NULL;
    }
    double sum = 0;
    double *values = (double *)PyArray_DATA(first); // expect: NPC602 `first`
    for (npy_intp i = 0; i < PyArray_SIZE(first); i++) {
        sum += values[i]; // expect: NPC601 `first`
    }
    if (second != NULL && PyArray_SIZE(second) > 0) {
        sum += *(float *)PyArray_GETPTR1(second, 0); // expect: NPC602 `second`
    }
    return PyFloat_FromDouble(sum);
}

/* A test here or elsewhere, strides, bytes. */
PyObject *
right(PyObject *self, PyObject *args)
{
    PyArrayObject *first, *second, *third;
    if (!PyArg_ParseTuple(args, "O!O!O!", &PyArray_Type, &first, &PyArray_Type, &second, &PyArray_Type, &third)) {
        return NULL;
    }
    double sum = sum_of(second);
    double *values = (double *)PyArray_DATA(second);
    for (npy_intp i = 0; i < PyArray_SIZE(second); i++) {
        sum += values[i];
    }
    unsigned char *bytes = (unsigned char *)PyArray_DATA(third);
    sum += bytes[0];
    if (PyArray_TYPE(first) == NPY_DOUBLE) {
        for (npy_intp i = 0; i < PyArray_DIM(first, 0); i++) {
            sum += *(double *)PyArray_GETPTR1(first, i);
        }
    }
    return PyFloat_FromDouble(sum);
}

PyObject *
right_converted(PyObject *self, PyObject *args)
{
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)) {
        return NULL;
    }
    array = (PyArrayObject *)PyArray_FROM_OTF((PyObject *)array, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    double *values = (double *)PyArray_DATA(array);
    double sum = 0;
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += values[i];
    }
    Py_DECREF(array);
    return PyFloat_FromDouble(sum);
}
