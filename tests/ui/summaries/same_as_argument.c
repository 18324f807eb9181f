#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Gives the number back, or releases it. */
static PyObject *
checked(PyObject *number)
{
    if (!PyLong_Check(number)) {
        Py_DECREF(number);
        PyErr_SetString(PyExc_TypeError, "an integer is needed");
        return NULL;
    }
    return number;
}

static long
wrong(PyObject *object)
{
    PyObject *number = PyObject_GetAttrString(object, "count");
    if (number == NULL) {
        return -1;
    }
    number = checked(number);
    if (number == NULL) {
        return -1;
    }
    return PyLong_AsLong(number); // expect: NPC203 `number`
}

static long
right(PyObject *object)
{
    PyObject *number = PyObject_GetAttrString(object, "count");
    if (number == NULL) {
        return -1;
    }
    number = checked(number);
    if (number == NULL) {
        return -1;
    }
    long count = PyLong_AsLong(number);
    Py_DECREF(number);
    return count;
}
