/* The size of an element was an int before NumPy 2.0, and is an npy_intp since: neither unit is wrong. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyArrayObject *array)
{
    return Py_BuildValue("i", PyArray_SIZE(array)); // expect: NPC410 `PyArray_SIZE(array)`
}

PyObject *
right(PyArrayObject *array)
{
    return Py_BuildValue("i", PyArray_ITEMSIZE(array));
}

PyObject *
right_since_2_0(PyArrayObject *array)
{
    return Py_BuildValue("n", PyArray_ITEMSIZE(array));
}
