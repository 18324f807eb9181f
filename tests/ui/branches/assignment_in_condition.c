// The classic test on the same line.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *items, *first;
    if ((items = PySequence_List(object)) == NULL) {
        return NULL;
    }
    if ((first = PySequence_GetItem(items, 0)) == NULL) {
        return NULL;  // expect: NPC203 `items`
    }
    Py_DECREF(items);
    return first;
}

static PyObject *
right(PyObject *object)
{
    PyObject *items, *first;
    if ((items = PySequence_List(object)) == NULL) {
        return NULL;
    }
    if (!(first = PySequence_GetItem(items, 0))) {
        Py_DECREF(items);
        return NULL;
    }
    Py_DECREF(items);
    return first;
}
