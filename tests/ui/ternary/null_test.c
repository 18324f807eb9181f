// A conditional expression that tests for NULL guards its arm.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *list = PySequence_List(object);
    Py_ssize_t count = PyList_GET_SIZE(list);  // expect: NPC301 `list`
    Py_XDECREF(list);
    return PyLong_FromSsize_t(count);
}

static PyObject *
right(PyObject *object)
{
    PyObject *list = PySequence_List(object);
    Py_ssize_t count = list ? PyList_GET_SIZE(list) : -1;
    Py_XDECREF(list);
    return count < 0 ? NULL : PyLong_FromSsize_t(count);
}
