// `PyArray_Converter` gives a new reference through "O&".
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyArrayObject *array = NULL;
    if (!PyArg_ParseTuple(args, "O&", PyArray_Converter, &array)) {  // expect: NPC404 `array`
        return NULL;
    }
    return PyLong_FromSsize_t(PyArray_SIZE(array));
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyArrayObject *array = NULL;
    if (!PyArg_ParseTuple(args, "O&", PyArray_Converter, &array)) {
        return NULL;
    }
    npy_intp size = PyArray_SIZE(array);
    Py_DECREF(array);
    return PyLong_FromSsize_t(size);
}
