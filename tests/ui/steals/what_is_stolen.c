/* Descriptors, bases and results have pages of their own. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *object, PyArrayObject *template)
{
    return PyArray_FromAny(object, PyArray_DESCR(template), 0, 0, NPY_ARRAY_IN_ARRAY, NULL); // expect: NPC206
}

int
wrong_base(PyArrayObject *view, PyObject *pair)
{
    PyObject *owner = PyTuple_GetItem(pair, 0);
    if (owner == NULL) {
        return -1;
    }
    return PyArray_SetBaseObject(view, owner); // expect: NPC209 `owner`
}

PyObject *
wrong_return(PyObject *list)
{
    PyObject *first = PyList_GetItem(list, 0);
    if (first == NULL) {
        return NULL;
    }
    return PyArray_Return((PyArrayObject *)first); // expect: NPC213 `first`
}

PyObject *
right(PyObject *object, PyArrayObject *template, PyArrayObject *view, PyObject *pair)
{
    PyObject *owner = PyTuple_GetItem(pair, 0);
    if (owner == NULL) {
        return NULL;
    }
    Py_INCREF(owner);
    if (PyArray_SetBaseObject(view, owner) < 0) {
        return NULL;
    }
    Py_INCREF(PyArray_DESCR(template));
    return PyArray_FromAny(object, PyArray_DESCR(template), 0, 0, NPY_ARRAY_IN_ARRAY, NULL);
}
