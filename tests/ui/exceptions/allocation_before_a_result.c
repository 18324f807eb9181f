// The result goes back as the call gave it, with the exception of that call where it is NULL: so NULL has to have one always.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(Py_ssize_t size)
{
    char *buffer = PyMem_Calloc(size, 1);
    if (buffer == NULL) {
        return NULL;  // expect: NPC302
    }
    PyObject *bytes = PyBytes_FromStringAndSize(buffer, size);
    PyMem_Free(buffer);
    return bytes;
}

static PyObject *
right(Py_ssize_t size)
{
    char *buffer = PyMem_Calloc(size, 1);
    if (buffer == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *bytes = PyBytes_FromStringAndSize(buffer, size);
    PyMem_Free(buffer);
    return bytes;
}
