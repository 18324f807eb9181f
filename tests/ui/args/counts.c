/* As many arguments as the format takes. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#define BOTH(x, y) &(x), &(y)
#define CORNERS &left, &right_

PyObject *
wrong(PyObject *args)
{
    PyObject *array = NULL;
    int left = 0, right_ = 0;
    const char *name = NULL;
    if (!PyArg_ParseTuple(args, "O!i", &array, &left)) { // expect: NPC401
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "s#|i", &name, &left)) { // expect: NPC401
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "i", &left, &right_)) { // expect: NPC401
        return NULL;
    }
    PyErr_Format(PyExc_ValueError, "%d and %d", left); // expect: NPC401
    return NULL;
}

PyObject *
right(PyObject *args)
{
    PyObject *array = NULL;
    int left = 0, right_ = 0;
    if (!PyArg_ParseTuple(args, "O!ii;an array, and two numbers", &PyArray_Type, &array, BOTH(left, right_))) {
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "(ii)", CORNERS)) {
        return NULL;
    }
    return PyObject_CallFunction(array, "ii", left, right_, NULL);
}
