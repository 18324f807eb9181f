/* NPY_ARRAY_INOUT_ARRAY has not written back since NumPy 1.23. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

void compute(double *values, npy_intp count);

PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyObject *object;
    PyArrayObject *array;
    if (!PyArg_ParseTuple(args, "O", &object)) {
        return NULL;
    }
    array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY); // expect: NPC809 `NPY_ARRAY_INOUT_ARRAY`
    if (array == NULL) {
        return NULL;
    }
    compute((double *)PyArray_DATA(array), PyArray_SIZE(array));
    Py_DECREF(array);
    Py_RETURN_NONE;
}

/* The array is the result, or the function copies by itself. */
PyObject *
right(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    compute((double *)PyArray_DATA(array), PyArray_SIZE(array));
    return (PyObject *)array;
}

PyObject *
right_with_copy(PyArrayObject *target)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF((PyObject *)target, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    compute((double *)PyArray_DATA(array), PyArray_SIZE(array));
    if (array != target && PyArray_CopyInto(target, array) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    Py_DECREF(array);
    Py_RETURN_NONE;
}
