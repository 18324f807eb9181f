// A new reference that nobody takes is lost at once.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *callable)
{
    PyObject_CallNoArgs(callable);  // expect: NPC202
    return PyErr_Occurred() ? -1 : 0;
}

static int
right(PyObject *callable)
{
    PyObject *result = PyObject_CallNoArgs(callable);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}
