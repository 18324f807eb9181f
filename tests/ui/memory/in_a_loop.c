// Each turn takes memory; one way on forgets it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject **items, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_ssize_t size = PyObject_Size(items[i]);
        if (size < 0) {
            return -1;
        }
        char *work = PyMem_Calloc(size, 1);
        if (work == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        if (size == 1) {
            continue;  // expect: NPC812 `work`
        }
        PyMem_Free(work);
    }
    return 0;
}

static int
right(PyObject **items, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        Py_ssize_t size = PyObject_Size(items[i]);
        if (size < 0) {
            return -1;
        }
        char *work = PyMem_Calloc(size, 1);
        if (work == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        PyMem_Free(work);
        if (size == 1) {
            continue;
        }
    }
    return 0;
}
