// PyArray_DESCR_REPLACE leaves NULL in the variable when it fails.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyArray_Descr *
wrong(int type)
{
    PyArray_Descr *descr = PyArray_DescrNewFromType(type);
    if (descr == NULL) {
        return NULL;
    }
    PyArray_DESCR_REPLACE(descr);
    Py_INCREF(descr);  // expect: NPC301 `descr`
    Py_DECREF(descr);
    return descr;
}

static PyArray_Descr *
right(int type)
{
    PyArray_Descr *descr = PyArray_DescrNewFromType(type);
    if (descr == NULL) {
        return NULL;
    }
    PyArray_DESCR_REPLACE(descr);
    if (descr == NULL) {
        return NULL;
    }
    Py_INCREF(descr);
    Py_DECREF(descr);
    return descr;
}

static PyObject *
wrong_resized(Py_ssize_t length)
{
    PyObject *tuple = PyTuple_New(length);
    if (tuple == NULL) {
        return NULL;
    }
    if (_PyTuple_Resize(&tuple, length + 1) < 0) {
        Py_DECREF(tuple);  // expect: NPC311 `tuple`
        return NULL;
    }
    return tuple;
}

static PyObject *
right_resized(Py_ssize_t length)
{
    PyObject *tuple = PyTuple_New(length);
    if (tuple == NULL) {
        return NULL;
    }
    if (_PyTuple_Resize(&tuple, length + 1) < 0) {
        return NULL;
    }
    return tuple;
}
