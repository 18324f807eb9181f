/* What a structure holds is told by its fields, and a structure behind a pointer belongs to somebody else. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

typedef struct {
    Py_buffer view;
    int is_open;
} Source;

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    Py_buffer view;
    if (!PyArg_ParseTuple(args, "y*", &view)) {
        return NULL;
    }
    if (view.len > 10) {
        PyErr_SetString(PyExc_ValueError, "too long");
        return NULL;  // expect: NPC812 `view`
    }
    PyBuffer_Release(&view);
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    Py_buffer view = {0};
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(args, "y*", &view)) {
        goto done;
    }
    if (view.len > 10) {
        PyErr_SetString(PyExc_ValueError, "too long");
        goto done;
    }
    result = PyBytes_FromStringAndSize(view.buf, view.len);
done:
    if (view.buf != NULL) {
        PyBuffer_Release(&view);
    }
    return result;
}

static PyObject *
right_asks_for_the_owner(PyObject *self, PyObject *arg)
{
    Py_buffer view;
    view.obj = NULL;
    PyObject *result = NULL;
    if (PyObject_GetBuffer(arg, &view, PyBUF_SIMPLE) == 0) {
        result = PyBytes_FromStringAndSize(view.buf, view.len);
    }
    if (view.obj) {
        PyBuffer_Release(&view);
    }
    return result;
}

static int
right_opened_for_the_caller(Source *source, PyObject *object)
{
    if (PyObject_GetBuffer(object, &source->view, PyBUF_SIMPLE) < 0) {
        return -1;
    }
    if (source->view.len == 0) {
        PyBuffer_Release(&source->view);
        PyErr_SetString(PyExc_ValueError, "empty");
        return -1;
    }
    source->is_open = 1;
    return 0;
}

int
open_source(Source *source, PyObject *object)
{
    return right_opened_for_the_caller(source, object);
}
