// The converter has succeeded although a later argument fails.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyArray_Descr *dtype = NULL;
    long count;
    if (!PyArg_ParseTuple(args, "O&l", PyArray_DescrConverter, &dtype, &count)) {
        return NULL;  // expect: NPC404 `dtype`
    }
    npy_intp shape[1] = {count};
    return PyArray_Zeros(1, shape, dtype, 0);
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyArray_Descr *dtype = NULL;
    long count;
    if (!PyArg_ParseTuple(args, "O&l", PyArray_DescrConverter, &dtype, &count)) {
        Py_XDECREF(dtype);
        return NULL;
    }
    npy_intp shape[1] = {count};
    return PyArray_Zeros(1, shape, dtype, 0);
}

// `O` takes every object, and by position the arguments are counted before the first is converted.
static PyObject *
right_by_position(PyObject *self, PyObject *args)
{
    PyArray_Descr *dtype = NULL;
    PyObject *shape, *order = NULL;
    if (!PyArg_ParseTuple(args, "O&O|O", PyArray_DescrConverter, &dtype, &shape, &order)) {
        return NULL;
    }
    return PyObject_CallFunction(shape, "NO", dtype, order ? order : Py_None);
}

// By name, a missing argument shows only when its turn comes.
static PyObject *
wrong_by_name(PyObject *self, PyObject *args, PyObject *keywords)
{
    static char *names[] = {"dtype", "shape", NULL};
    PyArray_Descr *dtype = NULL;
    PyObject *shape;
    if (!PyArg_ParseTupleAndKeywords(args, keywords, "O&O", names, PyArray_DescrConverter, &dtype, &shape)) {
        return NULL;  // expect: NPC404 `dtype`
    }
    return PyObject_CallFunction(shape, "N", dtype);
}
