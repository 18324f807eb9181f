// The most common leak: the converted array outlives the function.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);  // expect: NPC204 `array`
    if (array == NULL) {
        return NULL;
    }
    npy_intp size = PyArray_SIZE(array);
    return PyLong_FromSsize_t(size);
}

static PyObject *
right(PyObject *self, PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_intp size = PyArray_SIZE(array);
    Py_DECREF(array);
    return PyLong_FromSsize_t(size);
}
