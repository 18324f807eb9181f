// `continue` skips the release at the end of the turn.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *sequence, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PySequence_GetItem(sequence, i);
        if (item == NULL) {
            return -1;
        }
        if (PyUnicode_Check(item)) {
            continue;  // expect: NPC203 `item`
        }
        Py_DECREF(item);
    }
    return 0;
}

static int
right(PyObject *sequence, Py_ssize_t count)
{
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *item = PySequence_GetItem(sequence, i);
        if (item == NULL) {
            return -1;
        }
        if (PyUnicode_Check(item)) {
            Py_DECREF(item);
            break;
        }
        Py_DECREF(item);
    }
    return 0;
}
