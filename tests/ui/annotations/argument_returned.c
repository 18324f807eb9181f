// An argument belongs to the caller: who gets it back takes it for a new reference.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *arg)
{
    if (PyLong_Check(arg)) {
        return arg;  // expect: NPC211 `arg`
    }
    return PyNumber_Long(arg);
}

static PyObject *
right(PyObject *self, PyObject *arg)
{
    if (PyLong_Check(arg)) {
        Py_INCREF(arg);
        return arg;
    }
    return PyNumber_Long(arg);
}

// numpy-capi: returns new; borrows array
static PyObject *
wrong_by_word(PyArrayObject *array)
{
    return (PyObject *)array;  // expect: NPC211 `array`
}

// numpy-capi: returns borrowed; borrows array
static PyObject *
right_by_word(PyArrayObject *array)
{
    return (PyObject *)array;
}

static PyObject *
wrong_first(PyObject *self, PyObject *args)
{
    return wrong_by_word((PyArrayObject *)PyTuple_GET_ITEM(args, 0));
}

static PyObject *
right_first(PyObject *self, PyObject *args)
{
    PyObject *first = right_by_word((PyArrayObject *)PyTuple_GET_ITEM(args, 0));
    Py_INCREF(first);
    return first;
}

static PyMethodDef methods[] = {
    {"wrong", wrong, METH_O, NULL},
    {"right", right, METH_O, NULL},
    {"wrong_first", wrong_first, METH_VARARGS, NULL},
    {"right_first", right_first, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *
methods_of_the_module(void)
{
    return methods;
}
