// The clean-up label releases one of two.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *left_arg, PyObject *right_arg)
{
    PyArrayObject *left = NULL, *right = NULL;
    PyObject *result = NULL;

    left = (PyArrayObject *)PyArray_FROM_OTF(left_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (left == NULL) {
        goto fail;
    }
    right = (PyArrayObject *)PyArray_FROM_OTF(right_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (right == NULL) {
        goto fail;
    }
    result = PyArray_InnerProduct((PyObject *)left, (PyObject *)right);
    Py_DECREF(left);
    Py_DECREF(right);
    return result;

fail:
    Py_XDECREF(right);
    return NULL;  // expect: NPC203 `left`
}

static PyObject *
right(PyObject *left_arg, PyObject *right_arg)
{
    PyArrayObject *left = NULL, *right = NULL;
    PyObject *result = NULL;

    left = (PyArrayObject *)PyArray_FROM_OTF(left_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (left == NULL) {
        goto fail;
    }
    right = (PyArrayObject *)PyArray_FROM_OTF(right_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (right == NULL) {
        goto fail;
    }
    result = PyArray_InnerProduct((PyObject *)left, (PyObject *)right);
    Py_DECREF(left);
    Py_DECREF(right);
    return result;

fail:
    Py_XDECREF(left);
    Py_XDECREF(right);
    return NULL;
}
