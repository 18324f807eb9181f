// `PyObject_Init` makes an object of memory; from there on references count.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyTypeObject *type, PyObject *item)
{
    PyObject *memory = PyObject_Malloc(sizeof(PyObject));
    if (memory == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *self = PyObject_Init(memory, type);
    if (PyObject_Size(item) < 0) {
        return NULL;  // expect: NPC203 `memory`
    }
    return self;
}

static PyObject *
right(PyTypeObject *type, PyObject *item)
{
    PyObject *memory = PyObject_Malloc(sizeof(PyObject));
    if (memory == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *self = PyObject_Init(memory, type);
    if (PyObject_Size(item) < 0) {
        Py_DECREF(self);
        return NULL;
    }
    return self;
}

/* The count is one again, whatever it was. */
static PyObject *
right_initialised_again(PyTypeObject *type)
{
    PyObject *self = type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    PyObject_Init(self, type);
    return self;
}
