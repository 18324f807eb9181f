// A macro that leaves the function by itself sets the exception; one that cannot leave may have set one.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#include <datetime.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    int flag;
    if (!PyArg_ParseTuple(args, "i", &flag)) {
        return NULL;
    }
    if (flag) {
        return NULL;  // expect: NPC302
    }
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    int flag;
    if (!PyArg_ParseTuple(args, "i", &flag)) {
        return NULL;
    }
    import_array1(NULL);
    PyDateTime_IMPORT;
    if (PyDateTimeAPI == NULL) {
        return NULL;
    }
    Py_RETURN_NONE;
}
