// What "O" and "O!" store is borrowed.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyObject *list;
    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list)) {
        return NULL;
    }
    Py_ssize_t size = PyList_GET_SIZE(list);
    Py_DECREF(list);  // expect: NPC205 `list`
    return PyLong_FromSsize_t(size);
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyObject *list;
    if (!PyArg_ParseTuple(args, "O!", &PyList_Type, &list)) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyList_GET_SIZE(list));
}
