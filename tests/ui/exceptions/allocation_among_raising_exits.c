// The other ways out with NULL set an exception, so this one has to as well. Where one does not, NULL may mean something else.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    char *buffer = PyMem_Malloc(100);
    if (buffer == NULL) {
        Py_DECREF(list);
        return NULL;  // expect: NPC302
    }
    buffer[0] = 0;
    PyMem_Free(buffer);
    return list;
}

static PyObject *
right(PyObject *object)
{
    if (!PyList_Check(object)) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    char *buffer = PyMem_Malloc(100);
    if (buffer == NULL) {
        Py_DECREF(list);
        return NULL;
    }
    buffer[0] = 0;
    PyMem_Free(buffer);
    return list;
}
