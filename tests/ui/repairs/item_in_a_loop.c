/* What one turn of a loop fetches is released behind the statement that needs it last. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int
wrong(PyObject *source, double *values, Py_ssize_t length)
{
    for (Py_ssize_t i = 0; i < length; i++) {
        PyObject *item = PySequence_GetItem(source, i); // expect: NPC204 `item`
        if (item == NULL) {
            return -1;
        }
        values[i] = PyFloat_AsDouble(item);
        if (values[i] == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

int
right(PyObject *source, double *values, Py_ssize_t length)
{
    for (Py_ssize_t i = 0; i < length; i++) {
        PyObject *item = PySequence_GetItem(source, i);
        if (item == NULL) {
            return -1;
        }
        values[i] = PyFloat_AsDouble(item);
        Py_DECREF(item);
        if (values[i] == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}
