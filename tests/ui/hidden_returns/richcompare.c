// `Py_RETURN_RICHCOMPARE` returns in every case.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object, long limit, int operation)
{
    PyObject *number = PyNumber_Long(object);  // expect: NPC204 `number`
    if (number == NULL) {
        return NULL;
    }
    long value = PyLong_AsLong(number);
    if (value == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        value = limit;
    }
    Py_RETURN_RICHCOMPARE(value, limit, operation);
}

static PyObject *
right(PyObject *object, long limit, int operation)
{
    PyObject *number = PyNumber_Long(object);
    if (number == NULL) {
        return NULL;
    }
    long value = PyLong_AsLong(number);
    if (value == -1 && PyErr_Occurred()) {
        PyErr_Clear();
        value = limit;
    }
    Py_DECREF(number);
    Py_RETURN_RICHCOMPARE(value, limit, operation);
}
