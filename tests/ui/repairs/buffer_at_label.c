// A buffer is a structure: it begins empty, and its address is released at the label.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    Py_buffer view;
    PyObject *scale, *factor = NULL;
    double result = 0.0;

    if (!PyArg_ParseTuple(args, "y*O", &view, &scale)) {
        goto fail;
    }
    factor = PyNumber_Float(scale);
    if (factor == NULL) {
        goto fail;
    }
    result = PyFloat_AsDouble(factor) * (double)view.len;
    PyBuffer_Release(&view);
    Py_DECREF(factor);
    return PyFloat_FromDouble(result);

fail:
    Py_XDECREF(factor);
    return NULL; // expect: NPC812 `view`
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    Py_buffer view = {0};
    PyObject *scale, *factor = NULL;
    double result = 0.0;

    if (!PyArg_ParseTuple(args, "y*O", &view, &scale)) {
        goto fail;
    }
    factor = PyNumber_Float(scale);
    if (factor == NULL) {
        goto fail;
    }
    result = PyFloat_AsDouble(factor) * (double)view.len;
    PyBuffer_Release(&view);
    Py_DECREF(factor);
    return PyFloat_FromDouble(result);

fail:
    PyBuffer_Release(&view);
    Py_XDECREF(factor);
    return NULL;
}
