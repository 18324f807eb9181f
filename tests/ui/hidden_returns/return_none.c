// `Py_RETURN_NONE` is a way out like any other.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *length = PyObject_GetAttrString(object, "length");
    if (length == NULL) {
        return NULL;
    }
    if (PyLong_Check(length)) {
        Py_RETURN_NONE;  // expect: NPC203 `length`
    }
    return length;
}

static PyObject *
right(PyObject *object)
{
    PyObject *length = PyObject_GetAttrString(object, "length");
    if (length == NULL) {
        return NULL;
    }
    if (PyLong_Check(length)) {
        Py_DECREF(length);
        Py_RETURN_NONE;
    }
    return length;
}
