// The variable takes another value before its reference is released.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *left, PyObject *right)
{
    PyObject *result = PyNumber_Add(left, right);
    if (result == NULL) {
        return NULL;
    }
    result = PyNumber_Negative(result);  // expect: NPC214 `result`
    return result;
}

static PyObject *
right(PyObject *left, PyObject *right)
{
    PyObject *sum = PyNumber_Add(left, right);
    if (sum == NULL) {
        return NULL;
    }
    PyObject *result = PyNumber_Negative(sum);
    Py_DECREF(sum);
    return result;
}
