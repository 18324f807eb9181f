// The second conversion fails and takes the first array with it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *first_arg, PyObject *second_arg)
{
    PyArrayObject *first = (PyArrayObject *)PyArray_FROMANY(first_arg, NPY_DOUBLE, 1, 1, NPY_ARRAY_CARRAY);
    if (!first) {
        return NULL;
    }
    PyArrayObject *second = (PyArrayObject *)PyArray_FROMANY(second_arg, NPY_DOUBLE, 1, 1, NPY_ARRAY_CARRAY);
    if (!second) {
        return NULL;  // expect: NPC203 `first`
    }
    PyObject *result = PyArray_MatrixProduct((PyObject *)first, (PyObject *)second);
    Py_DECREF(first);
    Py_DECREF(second);
    return result;
}

static PyObject *
right(PyObject *first_arg, PyObject *second_arg)
{
    PyArrayObject *first = (PyArrayObject *)PyArray_FROMANY(first_arg, NPY_DOUBLE, 1, 1, NPY_ARRAY_CARRAY);
    if (!first) {
        return NULL;
    }
    PyArrayObject *second = (PyArrayObject *)PyArray_FROMANY(second_arg, NPY_DOUBLE, 1, 1, NPY_ARRAY_CARRAY);
    if (!second) {
        Py_DECREF(first);
        return NULL;
    }
    PyObject *result = PyArray_MatrixProduct((PyObject *)first, (PyObject *)second);
    Py_DECREF(first);
    Py_DECREF(second);
    return result;
}
