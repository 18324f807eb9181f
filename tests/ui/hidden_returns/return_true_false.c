// `Py_RETURN_TRUE` and `Py_RETURN_FALSE` leave too.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *left, PyObject *right)
{
    PyObject *difference = PyNumber_Subtract(left, right);  // expect: NPC204 `difference`
    if (difference == NULL) {
        return NULL;
    }
    if (PyObject_IsTrue(difference)) {
        Py_RETURN_FALSE;
    }
    Py_RETURN_TRUE;
}

static PyObject *
right(PyObject *left, PyObject *right)
{
    PyObject *difference = PyNumber_Subtract(left, right);
    if (difference == NULL) {
        return NULL;
    }
    int is_true = PyObject_IsTrue(difference);
    Py_DECREF(difference);
    if (is_true < 0) {
        return NULL;
    }
    if (is_true) {
        Py_RETURN_FALSE;
    }
    Py_RETURN_TRUE;
}
