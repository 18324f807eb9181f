// The second release takes a reference that somebody else counts on.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object)
{
    PyObject *name = PyObject_Str(object);
    if (name == NULL) {
        return -1;
    }
    Py_DECREF(name);
    Py_DECREF(name);  // expect: NPC218 `name`
    return 0;
}

static int
right(PyObject *object)
{
    PyObject *name = PyObject_Str(object);
    if (name == NULL) {
        return -1;
    }
    Py_INCREF(name);
    Py_DECREF(name);
    Py_DECREF(name);
    return 0;
}
