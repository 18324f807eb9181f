// Two names for one object: either may release it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    PyObject *same = text;
    if (same == NULL) {
        return -1;
    }
    Py_DECREF(same);
    Py_DECREF(text);  // expect: NPC218 `text`
    return 0;
}

static int
right(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    PyObject *same = text;
    if (same == NULL) {
        return -1;
    }
    Py_DECREF(same);
    return 0;
}
