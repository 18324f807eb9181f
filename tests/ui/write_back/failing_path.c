// On the failing path the copy has to be discarded.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(arg, NPY_ARRAY_CARRAY | NPY_ARRAY_WRITEBACKIFCOPY);
    if (array == NULL) {
        return NULL;
    }
    if (PyArray_SIZE(array) == 0) {
        PyErr_SetString(PyExc_ValueError, "empty");
        Py_DECREF(array);  // expect: NPC808 `array`
        return NULL;
    }
    PyArray_ResolveWritebackIfCopy(array);
    Py_DECREF(array);
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(arg, NPY_ARRAY_CARRAY | NPY_ARRAY_WRITEBACKIFCOPY);
    if (array == NULL) {
        return NULL;
    }
    if (PyArray_SIZE(array) == 0) {
        PyErr_SetString(PyExc_ValueError, "empty");
        PyArray_DiscardWritebackIfCopy(array);
        Py_DECREF(array);
        return NULL;
    }
    PyArray_ResolveWritebackIfCopy(array);
    Py_DECREF(array);
    Py_RETURN_NONE;
}
