// The macro brings the parentheses of the condition.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define IS_ARRAY(object) (PyArray_Check(object))

static PyObject *
wrong(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    if IS_ARRAY(object) {
        return PyLong_FromLong(0);  // expect: NPC203 `text`
    }
    return text;
}

static PyObject *
right(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    if IS_ARRAY(object) {
        Py_DECREF(text);
        return PyLong_FromLong(0);
    }
    return text;
}
