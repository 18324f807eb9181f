// A call through a slot fails like any other.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyTypeObject *type)
{
    PyObject *self = type->tp_alloc(type, 0);
    Py_INCREF(self);  // expect: NPC301 `self`
    Py_DECREF(self);
    return self;
}

static PyObject *
right(PyTypeObject *type)
{
    PyObject *self = type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    Py_INCREF(self);
    Py_DECREF(self);
    return self;
}
