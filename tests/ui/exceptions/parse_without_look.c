// The variables of a failed parse hold nothing.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    double first = 0.0, second = 0.0;
    PyArg_ParseTuple(args, "dd", &first, &second);  // expect: NPC406
    return PyFloat_FromDouble(first + second);
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    double first = 0.0, second = 0.0;
    PyArg_ParseTuple(args, "dd", &first, &second);
    if (PyErr_Occurred()) {
        return NULL;
    }
    return PyFloat_FromDouble(first + second);
}
