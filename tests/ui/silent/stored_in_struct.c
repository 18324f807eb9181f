// A structure, an array element or a global owns what is stored in it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

struct state {
    PyObject *name;
    PyObject *slots[2];
};

static PyObject *cached;

static int
wrong(struct state *state, PyObject *arg)
{
    PyObject *name = PyObject_Str(arg);  // expect: NPC204 `name`
    if (name == NULL) {
        return -1;
    }
    state->name = arg;
    return 0;
}

static int
right(struct state *state, PyObject *arg)
{
    PyObject *name = PyObject_Str(arg);
    PyObject *first = PyObject_Repr(arg);
    if (name == NULL || first == NULL) {
        Py_XDECREF(name);
        Py_XDECREF(first);
        return -1;
    }
    state->name = name;
    state->slots[0] = first;
    if (cached == NULL) {
        cached = PyLong_FromLong(1);
    }
    return 0;
}
