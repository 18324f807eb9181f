// The same ledger in C++, with casts and declarations in conditions.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *arg)
{
    auto *array = reinterpret_cast<PyArrayObject *>(PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY));
    if (array == nullptr) {
        return nullptr;
    }
    if (PyArray_NDIM(array) != 2) {
        PyErr_SetString(PyExc_ValueError, "two dimensions expected");
        return nullptr;  // expect: NPC203 `array`
    }
    return reinterpret_cast<PyObject *>(array);
}

static PyObject *
right(PyObject *self, PyObject *arg)
{
    auto *array = reinterpret_cast<PyArrayObject *>(PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY));
    if (!array) {
        return nullptr;
    }
    if (PyArray_NDIM(array) != 2) {
        PyErr_SetString(PyExc_ValueError, "two dimensions expected");
        Py_DECREF(array);
        return nullptr;
    }
    return reinterpret_cast<PyObject *>(array);
}
