// A write-back copy has to be resolved before it is released.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        return NULL;
    }
    *(double *)PyArray_DATA(array) = 0.0;
    Py_DECREF(array);  // expect: NPC808 `array`
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        return NULL;
    }
    *(double *)PyArray_DATA(array) = 0.0;
    int status = PyArray_ResolveWritebackIfCopy(array);
    Py_DECREF(array);
    if (status < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}
