/* What the second parameter is, by the flag in the table. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
wrong(PyObject *module, PyObject *args)
{
    long value;
    if (!PyArg_ParseTuple(args, "l", &value)) { // expect: NPC503 `args`
        return NULL;
    }
    return PyLong_FromLong(2 * value);
}

static PyObject *
right(PyObject *module, PyObject *args)
{
    long value;
    if (!PyArg_ParseTuple(args, "l", &value)) {
        return NULL;
    }
    return PyLong_FromLong(2 * value);
}

static PyObject *
right_tuple(PyObject *module, PyObject *args)
{
    long value;
    if (!PyTuple_Check(args)) {
        PyErr_SetString(PyExc_TypeError, "a tuple, please");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "l", &value)) {
        return NULL;
    }
    return PyLong_FromLong(2 * value);
}

static PyMethodDef methods[] = {
    {"wrong", wrong, METH_NOARGS, ""},
    {"right", right, METH_VARARGS, ""},
    {.ml_name = "right_tuple", .ml_meth = right_tuple, .ml_flags = METH_O},
    {NULL, NULL, 0, NULL},
};

PyMethodDef *
table(void)
{
    return methods;
}
