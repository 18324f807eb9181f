// What one call of a function shows holds for its other calls.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

long measure(PyObject *object, int how);

static long
wrong(PyObject *arg, int how)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (how == 0) {
        return measure(text, 0);  // expect: NPC203 `text`
    }
    long length = measure(text, how);
    Py_DECREF(text);
    return length;
}

static long
right(PyObject *arg, int how)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (how == 0) {
        long length = measure(text, 0);
        Py_DECREF(text);
        return length;
    }
    long length = measure(text, how);
    Py_DECREF(text);
    return length;
}
