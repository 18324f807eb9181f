// An argument behind the bar of the format stays NULL where it is not given.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyObject *object, *type = NULL;
    if (!PyArg_ParseTuple(args, "O|O", &object, &type)) {
        return NULL;
    }
    Py_INCREF(type);  // expect: NPC311 `type`
    PyObject *pair = PyTuple_Pack(2, object, type);
    Py_DECREF(type);
    return pair;
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyObject *object, *type = NULL;
    if (!PyArg_ParseTuple(args, "O|O", &object, &type)) {
        return NULL;
    }
    if (type == NULL) {
        type = Py_None;
    }
    Py_INCREF(type);
    PyObject *pair = PyTuple_Pack(2, object, type);
    Py_DECREF(type);
    return pair;
}

static PyObject *
right_by_number(PyObject *self, PyObject *args)
{
    PyObject *object, *type = NULL;
    if (!PyArg_ParseTuple(args, "O|O", &object, &type)) {
        return NULL;
    }
    if (PyTuple_GET_SIZE(args) > 1) {
        Py_INCREF(type);
        return type;
    }
    Py_INCREF(object);
    return object;
}
