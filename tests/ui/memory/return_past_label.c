// A direct return passes the label that frees; freeing NULL at the label is fine.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *item, Py_ssize_t size)
{
    int status = -1;
    char *second = NULL;
    char *first = PyMem_Malloc(size);
    if (first == NULL) {
        PyErr_NoMemory();
        goto finish;
    }
    second = PyMem_Malloc(size);
    if (second == NULL) {
        PyErr_NoMemory();
        goto finish;
    }
    Py_ssize_t count = PyObject_Size(item);
    if (count < 0) {
        return -1;  // expect: NPC812 `first`, NPC812 `second`
    }
    status = 0;
finish:
    PyMem_Free(first);
    PyMem_Free(second);
    return status;
}

static int
right(PyObject *item, Py_ssize_t size)
{
    int status = -1;
    char *second = NULL;
    char *first = PyMem_Malloc(size);
    if (first == NULL) {
        PyErr_NoMemory();
        goto finish;
    }
    second = PyMem_Malloc(size);
    if (second == NULL) {
        PyErr_NoMemory();
        goto finish;
    }
    Py_ssize_t count = PyObject_Size(item);
    if (count < 0) {
        goto finish;
    }
    status = 0;
finish:
    PyMem_Free(first);
    PyMem_Free(second);
    return status;
}
