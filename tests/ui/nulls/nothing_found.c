// A look-up that finds nothing leaves NULL, and is no failure.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

int PyDict_GetItemRef(PyObject *dict, PyObject *key, PyObject **result);

static int
wrong(PyObject *dict, PyObject *key)
{
    PyObject *item = NULL;
    int found = PyDict_GetItemRef(dict, key, &item);
    if (found < 0) {
        return -1;
    }
    int is_true = 0;
    if (found == 1) {
        is_true = PyObject_IsTrue(item);
    }
    Py_DECREF(item);  // expect: NPC311 `item`
    return is_true;
}

static int
right(PyObject *dict, PyObject *key)
{
    PyObject *item = NULL;
    int found = PyDict_GetItemRef(dict, key, &item);
    if (found < 0) {
        return -1;
    }
    int is_true = 0;
    if (found == 1) {
        is_true = PyObject_IsTrue(item);
    }
    Py_XDECREF(item);
    return is_true;
}
