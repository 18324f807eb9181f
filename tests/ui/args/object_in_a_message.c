// What a message shows of an object, it only borrows.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *value)
{
    return PyErr_Format(PyExc_TypeError, "no number of %zd: %U", (Py_ssize_t)1, PyObject_Repr(value));  // expect: NPC202
}

static PyObject *
right(PyObject *value)
{
    return PyErr_Format(PyExc_TypeError, "no number of %zd: %R", (Py_ssize_t)1, value);
}

static PyObject *
wrong_name(PyObject *value)
{
    PyObject *name = PyObject_GetAttrString(value, "__name__");  // expect: NPC204 `name`
    if (name == NULL) {
        return NULL;
    }
    return PyUnicode_FromFormat("<100%% %S>", name);
}

static PyObject *
right_name(PyObject *value)
{
    PyObject *name = PyObject_GetAttrString(value, "__name__");
    if (name == NULL) {
        return NULL;
    }
    PyObject *text = PyUnicode_FromFormat("<100%% %S>", name);
    Py_DECREF(name);
    return text;
}
