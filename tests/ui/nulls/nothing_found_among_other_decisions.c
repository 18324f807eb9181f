// What decides whether the call is made, or what happens on other paths, does not decide whether it finds something.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int accepts(PyObject *value);
int PyDict_GetItemStringRef(PyObject *dictionary, const char *key, PyObject **value);

static int
wrong(PyObject *dictionary, int kind)
{
    if (kind == 3) {
        PyObject *value = NULL;
        int found = PyDict_GetItemStringRef(dictionary, "value", &value);
        if (found == -1) {
            return -1;
        }
        if (found == 1) {
            int accepted = accepts(value);
            if (accepted < 0) {
                Py_DECREF(value);
                return -1;
            }
        }
        Py_DECREF(value);  // expect: NPC311 `value`
    }
    return 0;
}

static int
right(PyObject *dictionary, int kind)
{
    if (kind == 3) {
        PyObject *value = NULL;
        int found = PyDict_GetItemStringRef(dictionary, "value", &value);
        if (found == -1) {
            return -1;
        }
        if (found == 1) {
            int accepted = accepts(value);
            if (accepted < 0) {
                Py_DECREF(value);
                return -1;
            }
        }
        Py_XDECREF(value);
    }
    return 0;
}

/* The same question again may be what keeps NULL away. */
static int
right_asked_again(PyObject *dictionary, PyObject *known, int kind)
{
    PyObject *value = NULL;
    int found = 1;
    if (kind == 3) {
        value = Py_NewRef(known);
    }
    else {
        found = PyDict_GetItemStringRef(dictionary, "value", &value);
    }
    if (found == -1) {
        return -1;
    }
    if (kind == 3) {
        Py_DECREF(value);
        return 0;
    }
    Py_XDECREF(value);
    return 0;
}
