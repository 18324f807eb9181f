/* Only a method with METH_VARARGS gets a tuple. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
wrong(PyObject *module, PyObject *args)
{
    int number;
    if (!PyArg_ParseTuple(args, "i", &number)) { // expect: NPC503 `args`
        return NULL;
    }
    return PyLong_FromLong(number);
}

static PyObject *
wrong_none(PyObject *module, PyObject *args)
{
    if (!PyArg_ParseTuple(args, "")) { // expect: NPC503 `args`
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *module, PyObject *args)
{
    int row, column;
    if (!PyTuple_Check(args)) {
        PyErr_SetString(PyExc_TypeError, "a tuple is expected");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "ii", &row, &column)) {
        return NULL;
    }
    return PyLong_FromLong(row * column);
}

static PyObject *
right_other_tuple(PyObject *module, PyObject *index)
{
    int row;
    PyObject *args = PyTuple_Pack(1, index);
    if (args == NULL) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "i", &row)) {
        Py_DECREF(args);
        return NULL;
    }
    Py_DECREF(args);
    return PyLong_FromLong(row);
}

static PyObject *
right_both(PyObject *module, PyObject *args)
{
    int row;
    if (!PyArg_ParseTuple(args, "i", &row)) {
        return NULL;
    }
    return PyLong_FromLong(row);
}

static PyObject *
right_parse(PyObject *module, PyObject *args)
{
    int row;
    if (!PyArg_Parse(args, "i", &row)) {
        return NULL;
    }
    return PyLong_FromLong(row);
}

static PyMethodDef methods_of_module[] = {
    {"a", wrong, METH_O, ""},
    {"b", wrong_none, METH_NOARGS, ""},
    {"c", right, METH_O, ""},
    {"d", right_other_tuple, METH_O, ""},
    {"e", right_both, METH_O, ""},
    {"f", right_both, METH_VARARGS, ""},
    {"g", right_parse, METH_O, ""},
    {NULL, NULL, 0, NULL},
};
