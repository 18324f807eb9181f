// "O" is right for a parameter, and for what is released afterwards.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *borrowed)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    return Py_BuildValue("(OO)", borrowed, list);  // expect: NPC201 `list`
}

static PyObject *
right(PyObject *borrowed)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    PyObject *pair = Py_BuildValue("(OO)", borrowed, list);
    Py_DECREF(list);
    return pair;
}
