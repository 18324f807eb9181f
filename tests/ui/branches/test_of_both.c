// One test for two results: the one that succeeded has to go.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name");
    PyObject *shape = PyObject_GetAttrString(object, "shape");
    if (name == NULL || shape == NULL) {
        return -1;  // expect: NPC203 `name`, NPC203 `shape`
    }
    Py_DECREF(name);
    Py_DECREF(shape);
    return 0;
}

static int
right(PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name");
    PyObject *shape = PyObject_GetAttrString(object, "shape");
    if (name == NULL || shape == NULL) {
        Py_XDECREF(name);
        Py_XDECREF(shape);
        return -1;
    }
    Py_DECREF(name);
    Py_DECREF(shape);
    return 0;
}
