// `PyErr_Occurred` gives a borrowed reference, if it gives one.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object)
{
    PyObject *error = PyErr_Occurred();
    if (error == NULL) {
        return 0;
    }
    PyErr_Clear();
    int truth = PyObject_IsTrue(object);
    Py_DECREF(error);  // expect: NPC205 `error`
    return truth;
}

static int
right(PyObject *object)
{
    PyObject *error = PyErr_Occurred();
    Py_XINCREF(error);
    PyErr_Clear();
    int truth = PyObject_IsTrue(object);
    Py_XDECREF(error);
    return truth;
}
