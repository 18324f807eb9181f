// A format that macros are part of reads as a whole.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define NUMBER "i"
#define PAIR NUMBER NUMBER

static PyObject *
wrong(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    return Py_BuildValue(PAIR NUMBER "O", 1, 2, 3, text);  // expect: NPC201 `text`
}

static PyObject *
right(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    return Py_BuildValue(PAIR NUMBER "N", 1, 2, 3, text);
}
