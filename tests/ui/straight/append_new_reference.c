// `PyList_Append` takes a reference of its own.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *list, double value)
{
    return PyList_Append(list, PyFloat_FromDouble(value));  // expect: NPC202
}

static int
right(PyObject *list, double value)
{
    PyObject *item = PyFloat_FromDouble(value);
    if (item == NULL) {
        return -1;
    }
    int status = PyList_Append(list, item);
    Py_DECREF(item);
    return status;
}
