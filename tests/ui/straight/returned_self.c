// A method that returns its argument gives a reference away.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *arg)
{
    PyObject *copy = PyNumber_Long(arg);  // expect: NPC204 `copy`
    if (copy == NULL) {
        return NULL;
    }
    Py_INCREF(self);
    return self;
}

static PyObject *
right(PyObject *self, PyObject *arg)
{
    PyObject *copy = PyNumber_Long(arg);
    if (copy == NULL) {
        return NULL;
    }
    Py_DECREF(copy);
    Py_INCREF(self);
    return self;
}
