// A plain return jumps over the clean-up.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg)
{
    PyArrayObject *array = NULL;
    PyObject *mean = NULL;
    array = (PyArrayObject *)PyArray_ContiguousFromAny(arg, NPY_DOUBLE, 1, 2);
    if (array == NULL) {
        goto fail;
    }
    mean = PyArray_Mean(array, 0, NPY_DOUBLE, NULL);
    if (mean == NULL) {
        return NULL;  // expect: NPC203 `array`
    }
    Py_DECREF(array);
    return mean;
fail:
    Py_XDECREF(array);
    return NULL;
}

static PyObject *
right(PyObject *arg)
{
    PyArrayObject *array = NULL;
    PyObject *mean = NULL;
    array = (PyArrayObject *)PyArray_ContiguousFromAny(arg, NPY_DOUBLE, 1, 2);
    if (array == NULL) {
        goto fail;
    }
    mean = PyArray_Mean(array, 0, NPY_DOUBLE, NULL);
    if (mean == NULL) {
        goto fail;
    }
    Py_DECREF(array);
    return mean;
fail:
    Py_XDECREF(array);
    return NULL;
}
