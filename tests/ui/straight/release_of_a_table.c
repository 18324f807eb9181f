/* A table of pointers is no object. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef struct {
    PyObject *parts[2];
    PyObject *whole;
} Pieces;

void
wrong(PyObject **objects, Pieces *pieces)
{
    PyArray_Descr *descrs[3] = {NULL, NULL, NULL};
    Py_XDECREF(descrs); // expect: NPC225 `descrs`
    Py_XDECREF((PyObject *)objects); // expect: NPC225 `objects`
    Py_XDECREF(pieces->parts); // expect: NPC225 `pieces->parts`
}

void
right(PyObject **objects, Pieces *pieces, void *anything)
{
    PyArray_Descr *descrs[3] = {NULL, NULL, NULL};
    for (int i = 0; i < 3; i++) {
        Py_XDECREF(descrs[i]);
    }
    Py_XINCREF(*objects);
    Py_XINCREF(objects[1]);
    Py_XINCREF(pieces->parts[0]);
    Py_XINCREF(pieces->whole);
    Py_XDECREF((PyObject *)anything);
    Py_INCREF(&PyArray_Type);
}
