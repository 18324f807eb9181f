// An early release, and another one at the label.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *item)
{
    char *work = PyMem_Malloc(64);
    if (work == NULL) {
        return -1;
    }
    Py_ssize_t size = PyObject_Size(item);
    if (size < 0) {
        PyMem_Free(work);
    }
    PyMem_Free(work);  // expect: NPC814 `work`
    return 0;
}

static int
right(PyObject *item)
{
    char *work = PyMem_Malloc(64);
    if (work == NULL) {
        return -1;
    }
    Py_ssize_t size = PyObject_Size(item);
    if (size < 0) {
        PyMem_Free(work);
        work = NULL;
    }
    PyMem_Free(work);
    return 0;
}
