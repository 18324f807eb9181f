/* What a loop uses is released behind it, and before each way out of it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int
wrong(PyObject *source, double *values, int is_wanted)
{
    if (is_wanted) {
        PyObject *list = PySequence_List(source); // expect: NPC204 `list`
        if (list == NULL) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
            values[i] = PyFloat_AsDouble(PyList_GET_ITEM(list, i));
            if (values[i] == -1 && PyErr_Occurred()) {
                return -1;
            }
            if (values[i] < 0) {
                break;
            }
        }
    }
    return 0;
}

int
right(PyObject *source, double *values, int is_wanted)
{
    if (is_wanted) {
        PyObject *list = PySequence_List(source);
        if (list == NULL) {
            return -1;
        }
        for (Py_ssize_t i = 0; i < PyList_GET_SIZE(list); i++) {
            values[i] = PyFloat_AsDouble(PyList_GET_ITEM(list, i));
            if (values[i] == -1 && PyErr_Occurred()) {
                Py_DECREF(list);
                return -1;
            }
            if (values[i] < 0) {
                break;
            }
        }
        Py_DECREF(list);
    }
    return 0;
}
