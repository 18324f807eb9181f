// A copy replaces the parameter, and a flag says that it is owned.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

int overlap(PyArrayObject *left, PyArrayObject *right);
int assign(PyArrayObject *target, PyArrayObject *source);

static int
wrong(PyArrayObject *target, PyArrayObject *source, PyArrayObject *mask)
{
    int copied = 0;
    if (overlap(target, source)) {
        source = (PyArrayObject *)PyArray_NewCopy(source, NPY_KEEPORDER);
        if (source == NULL) {
            return -1;
        }
        copied = 1;
    }
    if (mask != NULL && PyArray_NDIM(mask) == 0) {
        return 0;  // expect: NPC203 `source`
    }
    int status = assign(target, source);
    if (copied) {
        Py_DECREF(source);
    }
    return status;
}

static int
right(PyArrayObject *target, PyArrayObject *source, PyArrayObject *mask)
{
    int copied = 0;
    if (overlap(target, source)) {
        source = (PyArrayObject *)PyArray_NewCopy(source, NPY_KEEPORDER);
        if (source == NULL) {
            return -1;
        }
        copied = 1;
    }
    if (mask != NULL && PyArray_NDIM(mask) == 0) {
        if (copied) {
            Py_DECREF(source);
        }
        return 0;
    }
    int status = assign(target, source);
    if (copied) {
        Py_DECREF(source);
    }
    return status;
}
