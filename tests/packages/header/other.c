#include <Python.h>

/* A function of the same name that this file does not get from the header. */
int find(PyObject *object, PyObject **found);

long elsewhere_right(PyObject *object)
{
    PyObject *value;
    if (find(object, &value) < 0) {
        return -1;
    }
    return PyLong_AsLong(value);
}
