// `y*` fills a buffer that has to be released.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    Py_buffer view;
    if (!PyArg_ParseTuple(args, "y*", &view)) {  // expect: NPC811 `view`
        return NULL;
    }
    return PyLong_FromSsize_t(view.len);
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    Py_buffer view;
    if (!PyArg_ParseTuple(args, "y*", &view)) {
        return NULL;
    }
    PyObject *length = PyLong_FromSsize_t(view.len);
    PyBuffer_Release(&view);
    return length;
}
