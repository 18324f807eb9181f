// The integers from -5 to 256 are always there; larger ones need memory.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *dict)
{
    PyObject *number = PyLong_FromLong(1000);
    int status = PyDict_SetItemString(dict, "n", number);  // expect: NPC301 `number`
    Py_DECREF(number);
    return status;
}

static int
right(PyObject *dict)
{
    PyObject *number = PyLong_FromLong(100);
    int status = PyDict_SetItemString(dict, "n", number);
    Py_DECREF(number);
    return status;
}
