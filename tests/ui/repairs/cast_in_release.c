/* Three exits lose the list, so that a label is worth its lines; the release behind a cast becomes one without. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(PyObject *self, PyObject *source)
{
    PyListObject *names = (PyListObject *)PyList_New(0);
    PyObject *copy;
    if (names == NULL) {
        return NULL;
    }
    if (PyList_Append((PyObject *)names, source) < 0) {
        return NULL; // expect: NPC203 `names`
    }
    if (PyList_Sort((PyObject *)names) < 0) {
        return NULL; // expect: NPC203 `names`
    }
    if (PyList_Reverse((PyObject *)names) < 0) {
        return NULL; // expect: NPC203 `names`
    }
    copy = PySequence_Tuple((PyObject *)names);
    Py_DECREF((PyObject *)names);
    if (copy == NULL) {
        PyErr_SetString(PyExc_ValueError, "no copy");
        return NULL;
    }
    return copy;
}

PyObject *
right(PyObject *self, PyObject *source)
{
    PyListObject *names = (PyListObject *)PyList_New(0);
    PyObject *copy;
    if (names == NULL) {
        return NULL;
    }
    if (PyList_Append((PyObject *)names, source) < 0) {
        goto fail;
    }
    if (PyList_Sort((PyObject *)names) < 0) {
        goto fail;
    }
    if (PyList_Reverse((PyObject *)names) < 0) {
        goto fail;
    }
    copy = PySequence_Tuple((PyObject *)names);
    Py_DECREF((PyObject *)names);
    if (copy == NULL) {
        PyErr_SetString(PyExc_ValueError, "no copy");
        return NULL;
    }
    return copy;

fail:
    Py_XDECREF(names);
    return NULL;
}
