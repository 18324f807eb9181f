// The element of a turn is tested or not; another index is another element.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject **items, PyObject *sequence, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        items[i] = PySequence_GetItem(sequence, i);
        Py_INCREF(items[i]);  // expect: NPC301 `items[i]`
    }
    return 0;
}

static int
right(PyObject **items, PyObject *sequence, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        items[i] = PySequence_GetItem(sequence, i);
        if (items[i] == NULL) {
            return -1;
        }
        Py_INCREF(items[i]);
    }
    return 0;
}

static int
right_other_index(PyObject **items, PyObject *sequence, Py_ssize_t i)
{
    items[i] = PySequence_GetItem(sequence, i);
    i++;
    Py_INCREF(items[i]);
    return 0;
}

static int
right_other_spelling(PyObject **items, PyObject *sequence, Py_ssize_t i)
{
    items[i] = PySequence_GetItem(sequence, i);
    for (Py_ssize_t j = 0; j <= i; j++) {
        if (items[j] == NULL) {
            return -1;
        }
    }
    Py_INCREF(items[i]);
    return 0;
}

static int
right_overwritten(PyObject **items, PyObject *sequence, Py_ssize_t i, PyObject *other)
{
    items[0] = PySequence_GetItem(sequence, i);
    items[i] = other;
    Py_INCREF(items[0]);
    return 0;
}
