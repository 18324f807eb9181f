// Two cases share code; the second is also entered from the first.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object, int kind)
{
    PyObject *text = NULL;
    switch (kind) {
    case 0:
        text = PyObject_Repr(object);  // expect: NPC204 `text`
        if (text == NULL) {
            return NULL;
        }
        /* fall through */
    case 1:
        Py_RETURN_NONE;
    default:
        text = PyObject_Str(object);
        break;
    }
    Py_XDECREF(text);
    return PyObject_ASCII(object);
}

static PyObject *
right(PyObject *object, int kind)
{
    PyObject *text = NULL;
    switch (kind) {
    case 0:
        text = PyObject_Repr(object);
        if (text == NULL) {
            return NULL;
        }
        /* fall through */
    case 1:
        Py_XDECREF(text);
        Py_RETURN_NONE;
    default:
        text = PyObject_Str(object);
        break;
    }
    return text;
}
