// Whatever a helper returns, the caller owns one reference at most.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

extern PyObject *make(Py_ssize_t index);

static PyObject *
wrong(Py_ssize_t length)
{
    PyObject *list = PyList_New(length);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        PyObject *item = make(i);
        if (item == NULL) {
            Py_DECREF(list);
            return NULL;
        }
        if (PyList_SetItem(list, i, item) < 0) {
            Py_DECREF(item);  // expect: NPC207 `item`
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

static PyObject *
right(Py_ssize_t length)
{
    PyObject *list = PyList_New(length);
    if (list == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        PyObject *item = make(i);
        if (item == NULL || PyList_SetItem(list, i, item) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

static int
wrong_released_twice(int verbose)
{
    PyObject *object = make(0);
    if (object == NULL) {
        return -1;
    }
    Py_DECREF(object);
    if (verbose) {
        Py_DECREF(object);  // expect: NPC218 `object`
    }
    return 0;
}

/* A reference was taken in between. */
static int
right_taken(PyObject *list)
{
    PyObject *object = make(0);
    if (object == NULL) {
        return -1;
    }
    Py_INCREF(object);
    PyObject *other = object;
    Py_DECREF(object);
    Py_DECREF(other);
    return 0;
}
