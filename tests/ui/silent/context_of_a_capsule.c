// An object that is handed over as plain memory is kept by whoever takes it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, void *memory)
{
    PyObject *capsule = PyCapsule_New(memory, NULL, NULL);
    if (capsule == NULL) {
        return NULL;
    }
    Py_INCREF(self);
    if (PyCapsule_SetName(capsule, "memory") < 0) {
        Py_DECREF(capsule);
        return NULL;  // expect: NPC203 `self`
    }
    Py_DECREF(self);
    return capsule;
}

static PyObject *
right(PyObject *self, void *memory)
{
    PyObject *capsule = PyCapsule_New(memory, NULL, NULL);
    if (capsule == NULL) {
        return NULL;
    }
    Py_INCREF(self);
    PyCapsule_SetContext(capsule, self);
    return capsule;
}
