// An allocator sets no exception, also where the exit is shared with calls that do.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyObject *object;
    PyArrayObject *array = NULL;
    double *work = NULL;
    if (!PyArg_ParseTuple(args, "O", &object)) {
        return NULL;
    }
    array = (PyArrayObject *)PyArray_ContiguousFromAny(object, NPY_DOUBLE, 1, 1);
    if (array == NULL) {
        goto fail;
    }
    work = PyArray_malloc(PyArray_NBYTES(array));
    if (work == NULL) {
        goto fail;
    }
    PyArray_free(work);
    return (PyObject *)array;

fail:
    Py_XDECREF(array);
    return NULL;  // expect: NPC302
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyObject *object;
    PyArrayObject *array = NULL;
    double *work = NULL;
    if (!PyArg_ParseTuple(args, "O", &object)) {
        return NULL;
    }
    array = (PyArrayObject *)PyArray_ContiguousFromAny(object, NPY_DOUBLE, 1, 1);
    if (array == NULL) {
        goto fail;
    }
    work = PyArray_malloc(PyArray_NBYTES(array));
    if (work == NULL) {
        PyErr_NoMemory();
        goto fail;
    }
    PyArray_free(work);
    return (PyObject *)array;

fail:
    Py_XDECREF(array);
    return NULL;
}
