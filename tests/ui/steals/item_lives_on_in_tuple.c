// What a tuple has stolen may still be used while the tuple lives.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(long value)
{
    PyObject *tuple = PyTuple_New(1);
    if (tuple == NULL) {
        return NULL;
    }
    PyObject *item = PyLong_FromLong(value);
    if (item == NULL) {
        Py_DECREF(tuple);
        return NULL;
    }
    PyTuple_SET_ITEM(tuple, 0, item);
    if (PyLong_AsLong(item) < 0) {
        Py_DECREF(item);  // expect: NPC207 `item`
        Py_DECREF(tuple);
        return NULL;
    }
    return tuple;
}

static PyObject *
right(long value)
{
    PyObject *tuple = PyTuple_New(1);
    if (tuple == NULL) {
        return NULL;
    }
    PyObject *item = PyLong_FromLong(value);
    if (item == NULL) {
        Py_DECREF(tuple);
        return NULL;
    }
    PyTuple_SET_ITEM(tuple, 0, item);
    if (PyLong_AsLong(item) < 0) {
        Py_DECREF(tuple);
        return NULL;
    }
    return tuple;
}
