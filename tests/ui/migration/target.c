/* What the target of the file does not have. */
#define PY_SSIZE_T_CLEAN
#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#define NPY_TARGET_VERSION NPY_1_23_API_VERSION
#include <Python.h>
#include <numpy/arrayobject.h>

static int
wrong(PyArrayObject *array, PyObject *value)
{
    return PyArray_Pack(PyArray_DESCR(array), PyArray_DATA(array), value); // expect: NPC1111 `PyArray_Pack`
}

static int
right(PyArrayObject *array, PyObject *value)
{
#if NPY_FEATURE_VERSION >= NPY_2_0_API_VERSION
    return PyArray_Pack(PyArray_DESCR(array), PyArray_DATA(array), value);
#else
    return PyArray_SETITEM(array, PyArray_BYTES(array), value);
#endif
}
