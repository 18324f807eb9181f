// One arm takes a reference, the other only looks.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *item;
    if (PyList_Check(object)) {
        item = PyList_GetItem(object, 0);
    }
    else {
        item = PySequence_GetItem(object, 0);
    }
    if (item == NULL) {
        return NULL;
    }
    PyObject *text = PyObject_Repr(item);
    Py_DECREF(item);  // expect: NPC205 `item`
    return text;
}

static PyObject *
right(PyObject *object)
{
    PyObject *item;
    if (PyList_Check(object)) {
        item = PyList_GetItem(object, 0);
        Py_XINCREF(item);
    }
    else {
        item = PySequence_GetItem(object, 0);
    }
    if (item == NULL) {
        return NULL;
    }
    PyObject *text = PyObject_Repr(item);
    Py_DECREF(item);
    return text;
}
