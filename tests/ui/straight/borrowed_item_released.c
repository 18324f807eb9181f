// `PyList_GetItem` and `PyTuple_GET_ITEM` lend.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static long
wrong(PyObject *tuple)
{
    PyObject *item = PyTuple_GET_ITEM(tuple, 0);
    long value = PyLong_AsLong(item);
    Py_DECREF(item);  // expect: NPC205 `item`
    return value;
}

static long
right(PyObject *tuple)
{
    PyObject *item = PyTuple_GET_ITEM(tuple, 0);
    Py_INCREF(item);
    long value = PyLong_AsLong(item);
    Py_DECREF(item);
    return value;
}
