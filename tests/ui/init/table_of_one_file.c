/* The second file of an extension, which has a table of its own. */
// select: NPC102
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

npy_intp
right(PyArrayObject *array)
{
    return PyArray_DIM(array, 0);
}

PyObject *
wrong(PyArrayObject *array)
{
    return PyArray_Sum(array, 0, NPY_DOUBLE, NULL); // expect: NPC102 `PyArray_Sum`
}
