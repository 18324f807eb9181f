// The result of the unknown call is kept and tested later.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

PyObject *combine(PyObject *left, PyObject *right);

static PyObject *
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    PyObject *result = combine(arg, text);
    if (result == NULL) {
        return NULL;  // expect: NPC203 `text`
    }
    Py_DECREF(text);
    return result;
}

static PyObject *
right(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    PyObject *result = combine(arg, text);
    if (result == NULL) {
        Py_DECREF(text);
        return NULL;
    }
    Py_DECREF(text);
    return result;
}
