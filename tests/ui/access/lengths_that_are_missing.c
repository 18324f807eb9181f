/* As many lengths as dimensions. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(npy_intp rows, double *data)
{
    npy_intp shape[2] = {rows, 3};
    npy_intp strides[1] = {8};
    PyObject *cube = PyArray_SimpleNew(3, shape, NPY_DOUBLE); // expect: NPC615 `shape`
    Py_XDECREF(cube);
    return PyArray_New(&PyArray_Type, 2, shape, NPY_DOUBLE, strides, data, 0, NPY_ARRAY_WRITEABLE, NULL); // expect: NPC615 `strides`
}

PyObject *
wrong_address(npy_intp rows)
{
    return PyArray_SimpleNew(2, &rows, NPY_DOUBLE); // expect: NPC615 `&rows`
}

PyObject *
right(npy_intp rows, npy_intp *given, int rank)
{
    npy_intp shape[NPY_MAXDIMS] = {rows, 3};
    npy_intp two[] = {rows, 3};
    npy_intp three[3] = {rows, 3, 2};
    PyObject *first = PyArray_SimpleNew(2, shape, NPY_DOUBLE);
    PyObject *second = PyArray_SimpleNew(2, two, NPY_DOUBLE);
    PyObject *third = PyArray_SimpleNew(2, given, NPY_DOUBLE);
    PyObject *fourth = PyArray_SimpleNew(rank, two, NPY_DOUBLE);
    Py_XDECREF(first);
    Py_XDECREF(second);
    Py_XDECREF(third);
    Py_XDECREF(fourth);
    return PyArray_SimpleNew(2, three, NPY_DOUBLE);
}
