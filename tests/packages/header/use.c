#include "found.h"

long read_wrong(PyObject *object)
{
    PyObject *value;
    if (find(object, &value) < 0) { // expect: NPC204 `value`
        return -1;
    }
    return PyLong_AsLong(value);
}

long read_right(PyObject *object)
{
    PyObject *value;
    if (find(object, &value) < 0) {
        return -1;
    }
    long number = PyLong_AsLong(value);
    Py_DECREF(value);
    return number;
}
