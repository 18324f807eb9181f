/* A function that raises whenever it hands something back hands back what it has raised. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
right(PyObject *type, const char *message)
{
    PyObject *raised = PyObject_CallFunction(type, "s", message);
    if (raised == NULL) {
        return NULL;
    }
    PyErr_SetObject(type, raised);
    return raised;
}

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    long number;
    if (!PyArg_ParseTuple(args, "l", &number)) {
        return NULL;
    }
    if (number < 0) {
        PyErr_SetString(PyExc_ValueError, "negative");  // expect: NPC303
    }
    return PyLong_FromLong(number);
}

PyObject *
use(PyObject *self, PyObject *args)
{
    PyObject *raised = right(PyExc_ValueError, "no");
    Py_XDECREF(raised);
    return wrong(self, args);
}
