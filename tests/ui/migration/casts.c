/* An object where an accessor takes an array. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *cache;

static npy_intp
wrong(PyObject *object, int second)
{
    PyObject *other = object;
    npy_intp total = PyArray_DIM(object, 0); // expect: NPC1109 `object`
    total += PyArray_SIZE(second ? other : object); // expect: NPC1109 `second ? other : object`
    return total + PyArray_NDIM(cache); // expect: NPC1109 `cache`
}

static npy_intp
right(PyObject *object, void *untyped)
{
    PyArrayObject *array = (PyArrayObject *)object;
    if (!PyArray_Check(object)) {
        return -1;
    }
    {
        PyArrayObject *object = array;
        return PyArray_DIM(object, 0) + PyArray_NDIM((PyArrayObject *)cache) + PyArray_NDIM(untyped);
    }
}
