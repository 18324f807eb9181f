// Memory for a field, tested through the field.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    void *memory;
} holder;

static PyObject *
wrong(PyTypeObject *type)
{
    holder *self = PyObject_New(holder, type);
    if (self == NULL) {
        return NULL;
    }
    self->memory = PyMem_Malloc(100);
    if (self->memory == NULL) {
        Py_DECREF(self);
        return NULL;  // expect: NPC302
    }
    return (PyObject *)self;
}

static PyObject *
right(PyTypeObject *type)
{
    holder *self = PyObject_New(holder, type);
    if (self == NULL) {
        return NULL;
    }
    self->memory = PyMem_Malloc(100);
    if (self->memory == NULL) {
        Py_DECREF(self);
        return PyErr_NoMemory();
    }
    return (PyObject *)self;
}
