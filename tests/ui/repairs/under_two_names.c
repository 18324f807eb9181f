/* The argument and a new object come under one name; what is released is that name, and not the argument. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int
wrong(PyObject *source, Py_ssize_t *length)
{
    PyObject *bytes;
    if (PyUnicode_Check(source)) {
        bytes = PyUnicode_AsASCIIString(source); // expect: NPC204 `bytes`
        if (bytes == NULL) {
            return -1;
        }
    }
    else {
        bytes = source;
        Py_INCREF(bytes);
    }
    *length = PyObject_Size(bytes);
    return 0;
}

int
right(PyObject *source, Py_ssize_t *length)
{
    PyObject *bytes;
    if (PyUnicode_Check(source)) {
        bytes = PyUnicode_AsASCIIString(source);
        if (bytes == NULL) {
            return -1;
        }
    }
    else {
        bytes = source;
        Py_INCREF(bytes);
    }
    *length = PyObject_Size(bytes);
    Py_DECREF(bytes);
    return 0;
}
