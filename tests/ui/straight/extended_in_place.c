// A call that may exchange the object of a variable leaves the variable an owner.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static void
wrong(PyObject *arg)
{
    PyObject *message = PyUnicode_FromString("bad value: ");
    PyUnicode_AppendAndDel(&message, PyObject_Repr(arg));  // expect: NPC204 `message`
    PyErr_SetObject(PyExc_ValueError, message);
}

static void
right(PyObject *arg)
{
    PyObject *message = PyUnicode_FromString("bad value: ");
    PyUnicode_AppendAndDel(&message, PyObject_Repr(arg));
    PyErr_SetObject(PyExc_ValueError, message);
    Py_XDECREF(message);
}
