// `PyArray_OutputConverter` lends, `PyArray_Converter` does not.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyArrayObject *out = NULL;
    if (!PyArg_ParseTuple(args, "O&", PyArray_OutputConverter, &out)) {
        return NULL;
    }
    if (out != NULL) {
        Py_DECREF(out);  // expect: NPC205 `out`
    }
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyArrayObject *out = NULL;
    if (!PyArg_ParseTuple(args, "O&", PyArray_OutputConverter, &out)) {
        return NULL;
    }
    Py_RETURN_NONE;
}
