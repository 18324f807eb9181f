/* A pointer to numbers of another size than the elements have. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_INT32, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_int64 first = *(npy_int64 *)PyArray_GETPTR1(array, 0); // expect: NPC603 `array`
    Py_DECREF(array);
    return PyLong_FromLongLong(first);
}

int
wrong_through_descriptor(PyObject *object, float *out)
{
    PyObject *converted = NULL;
    converted = PyArray_FromAny(object, PyArray_DescrFromType(NPY_DOUBLE), 1, 1, NPY_ARRAY_CARRAY, NULL);
    if (converted == NULL) {
        return -1;
    }
    PyArrayObject *array = (PyArrayObject *)converted;
    float *values;
    values = PyArray_DATA(array); // expect: NPC603 `array`
    out[0] = values[0];
    Py_DECREF(converted);
    return 0;
}

/* long has 32 bits on 64-bit Windows. */
PyObject *
wrong_on_windows(npy_intp length)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_SimpleNew(1, &length, NPY_INT64);
    if (array == NULL) {
        return NULL;
    }
    long *values = (long *)PyArray_DATA(array); // expect: NPC603 `array`
    memset(values, 0, PyArray_NBYTES(array));
    return (PyObject *)array;
}

/* The same size under another name, single bytes, parts of complex numbers, types that nobody knows. */
double
right(PyObject *object, int choice)
{
    int typenum = choice ? NPY_FLOAT : NPY_DOUBLE;
    PyArrayObject *bytes = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    PyArrayObject *parts = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_CDOUBLE, NPY_ARRAY_IN_ARRAY);
    PyArrayObject *flags = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_BOOL, NPY_ARRAY_IN_ARRAY);
    PyArrayObject *any = (PyArrayObject *)PyArray_FROM_OTF(object, typenum, NPY_ARRAY_IN_ARRAY);
    double sum = 0;
    if (bytes != NULL && parts != NULL && flags != NULL && any != NULL) {
        const unsigned char *raw = (const unsigned char *)PyArray_DATA(bytes);
        const npy_float64 *values = (const npy_float64 *)PyArray_DATA(bytes);
        const double *real = (const double *)PyArray_DATA(parts);
        const unsigned char *set = (const unsigned char *)PyArray_DATA(flags);
        const float *unknown = (const float *)PyArray_DATA(any);
        sum = raw[0] + values[0] + real[0] + set[0] + unknown[0];
    }
    Py_XDECREF(bytes);
    Py_XDECREF(parts);
    Py_XDECREF(flags);
    Py_XDECREF(any);
    return sum;
}

/* One of two arrays: only one of them has the elements that are read. */
double
right_of_either(PyObject *object, int as_double)
{
    PyArrayObject *array;
    if (as_double) {
        array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    }
    else {
        array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_FLOAT, NPY_ARRAY_IN_ARRAY);
    }
    if (array == NULL) {
        return -1;
    }
    double value = as_double ? *(double *)PyArray_DATA(array) : *(float *)PyArray_DATA(array);
    Py_DECREF(array);
    return value;
}
