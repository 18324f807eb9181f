// A helper that looks at a borrowed object takes no reference for its caller.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

extern int matches(PyObject *candidate, int number);
extern void take_reference(PyObject *object);
extern PyObject *make(PyObject *size);

static int
wrong(PyObject *loops, PyObject *key, int number)
{
    PyObject *loop = PyDict_GetItem(loops, key);
    if (loop == NULL) {
        return -1;
    }
    int result = matches(loop, number);
    Py_DECREF(loop);  // expect: NPC205 `loop`
    return result;
}

static int
right(PyObject *loops, PyObject *key, int number)
{
    PyObject *loop = PyDict_GetItem(loops, key);
    if (loop == NULL) {
        return -1;
    }
    return matches(loop, number);
}

static int
right_helper_takes_reference(PyObject *loops, PyObject *key, int number)
{
    PyObject *loop = PyDict_GetItem(loops, key);
    if (loop == NULL) {
        return -1;
    }
    take_reference(loop);
    int result = matches(loop, number);
    Py_DECREF(loop);
    return result;
}

/* The argument that was given is borrowed, the default is not. */
static PyObject *
wrong_optional(PyObject *self, PyObject *args)
{
    PyObject *size = NULL;
    if (!PyArg_ParseTuple(args, "|O", &size)) {
        return NULL;
    }
    if (size == NULL) {
        size = PyLong_FromLong(1000000);
    }
    PyObject *result = make(size);
    Py_XDECREF(size);  // expect: NPC205 `size`
    return result;
}
