// Without the flag there is nothing to resolve.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg)
{
    int flags = NPY_ARRAY_INOUT_ARRAY2;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, flags | NPY_ARRAY_WRITEBACKIFCOPY);
    if (array == NULL) {
        return NULL;
    }
    Py_DECREF(array);  // expect: NPC808 `array`
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    Py_DECREF(array);
    Py_RETURN_NONE;
}
