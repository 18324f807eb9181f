// Other failures of a function that returns a status come with an exception.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *dict, const char *name, char **copy)
{
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return -1;
    }
    int status = PyDict_SetItemString(dict, "name", text);
    Py_DECREF(text);
    if (status < 0) {
        return -1;
    }
    char *memory = PyMem_Malloc(10);
    if (memory == NULL) {
        return -1;  // expect: NPC302
    }
    *copy = memory;
    return 0;
}

static int
right(PyObject *dict, const char *name, char **copy)
{
    PyObject *text = PyUnicode_FromString(name);
    if (text == NULL) {
        return -1;
    }
    int status = PyDict_SetItemString(dict, "name", text);
    Py_DECREF(text);
    if (status < 0) {
        return -1;
    }
    char *memory = PyMem_Malloc(10);
    if (memory == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *copy = memory;
    return 0;
}
