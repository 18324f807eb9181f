// One error exit forgets the array that the others release.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    if (PyArray_NDIM(array) != 1) {
        PyErr_SetString(PyExc_ValueError, "one dimension expected");
        return NULL;  // expect: NPC203 `array`
    }
    double first = *(double *)PyArray_DATA(array);
    Py_DECREF(array);
    return PyFloat_FromDouble(first);
}

static PyObject *
right(PyObject *self, PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    if (PyArray_NDIM(array) != 1) {
        PyErr_SetString(PyExc_ValueError, "one dimension expected");
        Py_DECREF(array);
        return NULL;
    }
    double first = *(double *)PyArray_DATA(array);
    Py_DECREF(array);
    return PyFloat_FromDouble(first);
}
