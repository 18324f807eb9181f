/* long is narrower than NumPy's integers on 64-bit Windows. */
// select: NPC702
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *object)
{
    return PyArray_ContiguousFromAny(object, NPY_LONG, 1, 1); // expect: NPC702 `NPY_LONG`
}

PyObject *
right(PyObject *object, npy_intp length)
{
    PyObject *longs = PyArray_SimpleNew(1, &length, NPY_LONG);
    Py_XDECREF(longs);
    return PyArray_ContiguousFromAny(object, NPY_INT64, 1, 1);
}
