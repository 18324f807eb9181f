#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
first(PyObject *list)
{
    if (PyList_GET_SIZE(list) == 0) {
        PyErr_SetString(PyExc_ValueError, "empty");
        return NULL;
    }
    return PyList_GET_ITEM(list, 0);
}

static long
wrong(PyObject *list)
{
    PyObject *item = first(list);
    if (item == NULL) {
        return -1;
    }
    long value = PyLong_AsLong(item);
    Py_DECREF(item); // expect: NPC205 `item`
    return value;
}

static long
right(PyObject *list)
{
    PyObject *item = first(list);
    if (item == NULL) {
        return -1;
    }
    return PyLong_AsLong(item);
}
