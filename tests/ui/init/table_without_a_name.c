/* A table that is left to another file needs the name under which that file has it. */
// select: NPC102
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define NO_IMPORT_ARRAY // expect: NPC102 `NO_IMPORT_ARRAY`
#include <numpy/arrayobject.h>

PyObject *
wrong(PyArrayObject *array)
{
    return PyArray_Sum(array, 0, NPY_DOUBLE, NULL);
}

npy_intp
right(PyArrayObject *array)
{
    return PyArray_DIM(array, 0);
}
