// Each turn fetches a reference; only the last one is released.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *sequence, Py_ssize_t count)
{
    PyObject *item = NULL;
    for (Py_ssize_t i = 0; i < count; i++) {
        item = PySequence_GetItem(sequence, i);  // expect: NPC214 `item`
        if (item == NULL) {
            return -1;
        }
    }
    Py_XDECREF(item);
    return 0;
}

static int
right(PyObject *sequence, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PySequence_GetItem(sequence, i);
        if (item == NULL) {
            return -1;
        }
        Py_DECREF(item);
    }
    return 0;
}
