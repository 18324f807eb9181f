/* The truth of an argument is an int. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdbool.h>
#include <numpy/arrayobject.h>

typedef unsigned char boolean;

PyObject *
wrong(PyObject *args)
{
    bool first;
    boolean second = 0, third = 0;
    if (!PyArg_ParseTuple(args, "ppp", &first, // expect: NPC408 `&first`
                          &second, // expect: NPC408 `&second`
                          (int *)&third)) { // expect: NPC408 `(int *)&third`
        return NULL;
    }
    return PyBool_FromLong(first && second && third);
}

PyObject *
right(PyObject *args)
{
    int first;
    unsigned char second;
    if (!PyArg_ParseTuple(args, "pb", &first, &second)) {
        return NULL;
    }
    return PyBool_FromLong(first && second);
}
