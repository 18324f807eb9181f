// A parameter that the function tests elsewhere is released on an error path without a test.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object, PyArray_Descr *type)
{
    PyObject *result = PyArray_FromAny(object, NULL, 0, 0, 0, NULL);
    if (result == NULL) {
        Py_DECREF(type);  // expect: NPC311 `type`
        return NULL;
    }
    if (type != NULL) {
        if (PyObject_SetAttrString(result, "dtype", (PyObject *)type) < 0) {
            Py_DECREF(type);
            Py_DECREF(result);
            return NULL;
        }
        Py_DECREF(type);
    }
    return result;
}

static PyObject *
right(PyObject *object, PyArray_Descr *type)
{
    PyObject *result = PyArray_FromAny(object, NULL, 0, 0, 0, NULL);
    if (result == NULL) {
        Py_XDECREF(type);
        return NULL;
    }
    if (type != NULL) {
        if (PyObject_SetAttrString(result, "dtype", (PyObject *)type) < 0) {
            Py_DECREF(type);
            Py_DECREF(result);
            return NULL;
        }
        Py_DECREF(type);
    }
    return result;
}

static int
right_by_another_condition(PyObject *list, PyObject *extra, int has_extra)
{
    if (has_extra) {
        Py_INCREF(extra);
        if (PyList_Append(list, extra) < 0) {
            Py_DECREF(extra);
            return -1;
        }
        Py_DECREF(extra);
    }
    if (extra != NULL) {
        return PyList_Append(list, Py_None);
    }
    return 0;
}
