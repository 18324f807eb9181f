// The elements of a local array of pointers are variables of the function.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *first, PyObject *second)
{
    PyArrayObject *arrays[2] = {NULL, NULL};
    arrays[0] = (PyArrayObject *)PyArray_FROM_O(first);
    if (arrays[0] == NULL) {
        return -1;
    }
    arrays[1] = (PyArrayObject *)PyArray_FROM_O(second);
    if (arrays[1] == NULL) {
        return -1;  // expect: NPC203 `arrays[0]`
    }
    int dimensions = PyArray_NDIM(arrays[0]) + PyArray_NDIM(arrays[1]);
    Py_DECREF(arrays[0]);
    Py_DECREF(arrays[1]);
    return dimensions;
}

static int
right(PyObject *first, PyObject *second)
{
    PyArrayObject *arrays[2] = {NULL, NULL};
    arrays[0] = (PyArrayObject *)PyArray_FROM_O(first);
    if (arrays[0] == NULL) {
        return -1;
    }
    arrays[1] = (PyArrayObject *)PyArray_FROM_O(second);
    if (arrays[1] == NULL) {
        Py_DECREF(arrays[0]);
        return -1;
    }
    int dimensions = PyArray_NDIM(arrays[0]) + PyArray_NDIM(arrays[1]);
    Py_DECREF(arrays[0]);
    Py_DECREF(arrays[1]);
    return dimensions;
}

static int
right_released_in_a_loop(PyObject *first, PyObject *second)
{
    PyArrayObject *arrays[2] = {NULL, NULL};
    int status = -1;
    arrays[0] = (PyArrayObject *)PyArray_FROM_O(first);
    if (arrays[0] == NULL) {
        goto finish;
    }
    arrays[1] = (PyArrayObject *)PyArray_FROM_O(second);
    if (arrays[1] == NULL) {
        goto finish;
    }
    status = 0;
finish:
    for (int i = 0; i < 2; i++) {
        Py_XDECREF(arrays[i]);
    }
    return status;
}

static int
right_released_in_a_loop_of_unknown_length(PyObject *first, int count)
{
    PyArrayObject *arrays[2] = {NULL, NULL};
    arrays[0] = (PyArrayObject *)PyArray_FROM_O(first);
    if (arrays[0] == NULL) {
        return -1;
    }
    for (int i = 0; i < count; i++) {
        Py_XDECREF(arrays[i]);
    }
    return 0;
}

int take_all(PyArrayObject **arrays, int count);

static int
right_handed_over(PyObject *first)
{
    PyArrayObject *arrays[1];
    arrays[0] = (PyArrayObject *)PyArray_FROM_O(first);
    if (arrays[0] == NULL) {
        return -1;
    }
    return take_all(arrays, 1);
}

static int
right_by_address(PyObject *first, PyObject *second)
{
    PyArrayObject *arrays[2];
    arrays[0] = (PyArrayObject *)PyArray_FROM_O(first);
    if (arrays[0] == NULL) {
        return -1;
    }
    arrays[1] = (PyArrayObject *)second;
    return take_all(&arrays[0], 2);
}

static PyObject *
right_by_another_name(PyObject *first)
{
    PyObject *items[1], **place;
    place = items;
    items[0] = PyObject_Str(first);
    if (items[0] == NULL) {
        return NULL;
    }
    Py_DECREF(*place);
    Py_RETURN_NONE;
}
