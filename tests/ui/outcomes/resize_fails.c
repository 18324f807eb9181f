// A resize that fails has released the tuple and left NULL.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg)
{
    PyObject *items = PyTuple_New(3);
    if (items == NULL) {
        return NULL;
    }
    if (_PyTuple_Resize(&items, 2) < 0) {
        return NULL;
    }
    if (PyObject_IsTrue(arg) < 0) {
        return NULL;  // expect: NPC203 `items`
    }
    return items;
}

static PyObject *
right(PyObject *arg)
{
    PyObject *items = PyTuple_New(3);
    if (items == NULL) {
        return NULL;
    }
    if (_PyTuple_Resize(&items, 2) < 0) {
        return NULL;
    }
    if (PyObject_IsTrue(arg) < 0) {
        Py_DECREF(items);
        return NULL;
    }
    return items;
}
