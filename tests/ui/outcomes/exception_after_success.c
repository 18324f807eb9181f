// A call that gave an object has left no exception.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GetLength(text);
    if (PyErr_Occurred()) {
        return NULL;  // expect: NPC203 `text`
    }
    Py_DECREF(text);
    return PyLong_FromSsize_t(length);
}

static PyObject *
right(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (PyErr_Occurred()) {
        return NULL;
    }
    return text;
}
