// `PySequence_GetItem` gives a new reference where `PyList_GetItem` lends one.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static long
wrong(PyObject *sequence)
{
    PyObject *item = PySequence_GetItem(sequence, 0);  // expect: NPC204 `item`
    if (item == NULL) {
        return -1;
    }
    return PyLong_AsLong(item);
}

static long
right(PyObject *sequence)
{
    PyObject *item = PySequence_GetItem(sequence, 0);
    if (item == NULL) {
        return -1;
    }
    long value = PyLong_AsLong(item);
    Py_DECREF(item);
    return value;
}
