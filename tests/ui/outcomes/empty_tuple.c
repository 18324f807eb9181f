// The empty tuple is always there; any other needs memory.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(PyObject *callable, PyObject *argument)
{
    PyObject *arguments = PyTuple_New(1);
    Py_INCREF(argument);
    PyTuple_SET_ITEM(arguments, 0, argument);  // expect: NPC301 `arguments`
    PyObject *result = PyObject_Call(callable, arguments, NULL);
    Py_DECREF(arguments);
    return result;
}

PyObject *
right(PyObject *callable)
{
    PyObject *arguments = PyTuple_New(0);
    PyObject *result = PyObject_Call(callable, arguments, NULL);
    Py_DECREF(arguments);
    return result;
}
