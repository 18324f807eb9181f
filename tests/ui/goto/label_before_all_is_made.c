/* Paths meet behind the label on which the second object has not been made yet. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(PyObject *one, PyObject *other)
{
    PyObject *first = NULL, *second = NULL;
    first = PyObject_Str(one);
    if (first == NULL) {
        goto fail;
    }
    second = PyObject_Str(other);
    if (second == NULL) {
        goto fail;
    }
    if (PyObject_SetAttrString(first, "other", second) < 0) {
        goto fail;
    }
    Py_DECREF(second);
    return first;

fail:
    Py_XDECREF(first);
    return NULL; // expect: NPC203 `second`
}

PyObject *
right(PyObject *one, PyObject *other)
{
    PyObject *first = NULL, *second = NULL;
    first = PyObject_Str(one);
    if (first == NULL) {
        goto fail;
    }
    second = PyObject_Str(other);
    if (second == NULL) {
        goto fail;
    }
    if (PyObject_SetAttrString(first, "other", second) < 0) {
        goto fail;
    }
    Py_DECREF(second);
    return first;

fail:
    Py_XDECREF(first);
    Py_XDECREF(second);
    return NULL;
}
