/* `size % 4` and `size % 4 == 0` are one question. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
right(PyObject *self, PyObject *args)
{
    Py_ssize_t size;
    PyObject *text = NULL;
    if (!PyArg_ParseTuple(args, "n", &size)) {
        return NULL;
    }
    if (size % 4 == 0) {
        text = PyUnicode_FromString("even");
        if (text == NULL) {
            return NULL;
        }
    }
    if (size % 4) {
        PyErr_SetString(PyExc_ValueError, "not a multiple of 4");
        return NULL;
    }
    return text;
}

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    Py_ssize_t size;
    PyObject *text = NULL;
    if (!PyArg_ParseTuple(args, "n", &size)) {
        return NULL;
    }
    if (size % 4 == 0) {
        text = PyUnicode_FromString("even");
        if (text == NULL) {
            return NULL;
        }
    }
    if (size % 8) {
        PyErr_SetString(PyExc_ValueError, "not a multiple of 8");
        return NULL;  // expect: NPC203 `text`
    }
    Py_XDECREF(text);
    return PyLong_FromSsize_t(size);
}

PyObject *
use(PyObject *self, PyObject *args)
{
    PyObject *first = right(self, args);
    Py_XDECREF(first);
    return wrong(self, args);
}
