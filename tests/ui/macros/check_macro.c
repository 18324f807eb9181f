// A macro of the file that returns when a test fails.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define RETURN_IF_NULL(pointer) \
    do { \
        if ((pointer) == NULL) { \
            return NULL; \
        } \
    } while (0)

static PyObject *
wrong(PyObject *arg)
{
    PyObject *left = PyNumber_Float(arg);
    RETURN_IF_NULL(left);
    PyObject *right = PyNumber_Long(arg);
    RETURN_IF_NULL(right);  // expect: NPC203 `left`
    PyObject *sum = PyNumber_Add(left, right);
    Py_DECREF(left);
    Py_DECREF(right);
    return sum;
}

static PyObject *
right(PyObject *arg)
{
    PyObject *left = PyNumber_Float(arg);
    RETURN_IF_NULL(left);
    PyObject *text = PyObject_Str(left);
    Py_DECREF(left);
    RETURN_IF_NULL(text);
    return text;
}
