// A switch and a comparison of the same variable go the same way.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

enum mode { PLAIN, PAIRED, OTHER };

static PyObject *
wrong(enum mode mode, PyObject *object)
{
    PyObject *extra = NULL;
    if (mode == PAIRED) {
        extra = PyObject_Str(object);
        if (extra == NULL) {
            return NULL;
        }
    }
    switch (mode) {
    case PLAIN:
        break;
    case PAIRED:
        if (PyUnicode_GetLength(extra) > 3) {
            return PyObject_Repr(object);  // expect: NPC203 `extra`
        }
        Py_DECREF(extra);
        break;
    default:
        break;
    }
    Py_RETURN_NONE;
}

static PyObject *
right(enum mode mode, PyObject *object)
{
    PyObject *extra = NULL;
    if (mode == PAIRED) {
        extra = PyObject_Str(object);
        if (extra == NULL) {
            return NULL;
        }
    }
    switch (mode) {
    case PLAIN:
        break;
    case PAIRED:
        Py_DECREF(extra);
        break;
    default:
        break;
    }
    Py_RETURN_NONE;
}
