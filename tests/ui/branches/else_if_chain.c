// One arm of a chain leaves early.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyArrayObject *array, int axis)
{
    PyObject *result = PyArray_Sum(array, axis, NPY_DOUBLE, NULL);
    if (result == NULL) {
        return NULL;
    }
    else if (axis == 0) {
        return result;
    }
    else if (axis > 3) {
        PyErr_SetString(PyExc_ValueError, "axis too large");
        return NULL;  // expect: NPC203 `result`
    }
    return result;
}

static PyObject *
right(PyArrayObject *array, int axis)
{
    PyObject *result = PyArray_Sum(array, axis, NPY_DOUBLE, NULL);
    if (result == NULL) {
        return NULL;
    }
    else if (axis == 0) {
        return result;
    }
    else if (axis > 3) {
        PyErr_SetString(PyExc_ValueError, "axis too large");
        Py_DECREF(result);
        return NULL;
    }
    return result;
}
