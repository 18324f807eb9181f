// A buffer is a struct of the function; it is released by its address, and an empty one may be released again.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    Py_buffer view;
    if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    PyObject *result = PyTuple_New(2);
    if (result == NULL) {
        return NULL;  // expect: NPC812 `view`
    }
    PyBuffer_Release(&view);
    return result;
}

static PyObject *
right(PyObject *object)
{
    Py_buffer view;
    if (PyObject_GetBuffer(object, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    PyObject *result = PyTuple_New(2);
    PyBuffer_Release(&view);
    PyBuffer_Release(&view);
    return result;
}
