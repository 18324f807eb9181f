// -1 can be the value, so only a look for an exception tells. One look after several conversions is enough.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *first, PyObject *second)
{
    Py_ssize_t rows = PyLong_AsSsize_t(first);  // expect: NPC305 `PyLong_AsSsize_t`
    Py_ssize_t columns = PyLong_AsSsize_t(second);
    if (columns == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return Py_BuildValue("nn", rows, columns);
}

static PyObject *
right(PyObject *first, PyObject *second, PyObject *third)
{
    Py_ssize_t rows = PyLong_AsSsize_t(first);
    Py_ssize_t columns = PyLong_AsSsize_t(second);
    if (PyErr_Occurred()) {
        return NULL;
    }
    double value = 0.0;
    if (PyFloat_Check(third)) {
        value = PyFloat_AsDouble(third);
    }
    return Py_BuildValue("nnd", rows, columns, value);
}
