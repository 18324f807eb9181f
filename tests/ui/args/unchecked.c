/* Any object, used as an array. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *args)
{
    PyObject *object = NULL;
    if (!PyArg_ParseTuple(args, "O", &object)) { // expect: NPC409 `object`
        return NULL;
    }
    PyArrayObject *array = (PyArrayObject *)object;
    return PyLong_FromLong(PyArray_NDIM(array));
}

PyObject *
wrong_after_null(PyObject *args)
{
    PyArrayObject *array = NULL;
    if (!PyArg_ParseTuple(args, "|O", &array)) { // expect: NPC409 `array`
        return NULL;
    }
    if (array == NULL) {
        Py_RETURN_NONE;
    }
    return PyLong_FromLong(PyArray_NDIM(array));
}

int is_known(PyArrayObject *array);

PyObject *
right(PyObject *args)
{
    PyObject *first = NULL, *second = NULL;
    PyArrayObject *third = NULL, *fourth = NULL;
    if (!PyArg_ParseTuple(args, "OOO!O", &first, &second, &PyArray_Type, &third, &fourth)) {
        return NULL;
    }
    if (!PyArray_Check(first) || !is_known(fourth)) {
        PyErr_SetString(PyExc_TypeError, "arrays, please");
        return NULL;
    }
    int rank = PyArray_NDIM((PyArrayObject *)first) + PyArray_NDIM(third) + PyArray_NDIM(fourth);
    second = PyArray_FROM_O(second);
    if (second == NULL) {
        return NULL;
    }
    rank += PyArray_NDIM((PyArrayObject *)second);
    Py_DECREF(second);
    return PyLong_FromLong(rank);
}
