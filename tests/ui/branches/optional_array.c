// An array that exists on some paths only, tracked by its pointer.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg)
{
    PyArrayObject *weights = NULL;
    if (arg != Py_None) {
        weights = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
        if (weights == NULL) {
            return NULL;
        }
    }
    PyObject *result = PyFloat_FromDouble(1.0);
    if (result == NULL) {
        return NULL;  // expect: NPC203 `weights`
    }
    Py_XDECREF(weights);
    return result;
}

static PyObject *
right(PyObject *arg)
{
    PyArrayObject *weights = NULL;
    if (arg != Py_None) {
        weights = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
        if (weights == NULL) {
            return NULL;
        }
    }
    PyObject *result = PyFloat_FromDouble(1.0);
    Py_XDECREF(weights);
    return result;
}
