// The body of a `do` runs before its condition is tested.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *iterator)
{
    PyObject *item;
    do {
        item = PyIter_Next(iterator);
        Py_DECREF(item);  // expect: NPC301 `item`
    } while (item != NULL);
    return 0;
}

static int
right(PyObject *iterator)
{
    PyObject *item;
    do {
        item = PyIter_Next(iterator);
        Py_XDECREF(item);
    } while (item != NULL);
    return PyErr_Occurred() ? -1 : 0;
}
