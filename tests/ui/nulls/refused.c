// Some functions look for NULL themselves, and fail: what they say is as good as a test.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
wrong(void *memory, PyObject *dictionary)
{
    PyObject *capsule = PyCapsule_New(memory, NULL, NULL);
    if (PyDict_SetItemString(dictionary, "memory", capsule) < 0) {  // expect: NPC301 `capsule`
        Py_XDECREF(capsule);
        return NULL;
    }
    return capsule;
}

static PyObject *
right(void *memory, void *context)
{
    PyObject *capsule = PyCapsule_New(memory, NULL, NULL);
    if (PyCapsule_SetContext(capsule, context) < 0) {
        Py_XDECREF(capsule);
        return NULL;
    }
    return capsule;
}
