// A result goes to the caller through an out-parameter, and is used there without a test.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object, PyArrayObject **out)
{
    *out = (PyArrayObject *)PyArray_FROM_O(object);
    return PyArray_NDIM(*out);  // expect: NPC301 `*out`
}

static int
right(PyObject *object, PyArrayObject **out)
{
    *out = (PyArrayObject *)PyArray_FROM_O(object);
    if (*out == NULL) {
        return -1;
    }
    return PyArray_NDIM(*out);
}

static int
right_through_the_address(PyObject *object)
{
    PyObject *text = NULL, **place = &text;
    *place = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    Py_INCREF(*place);
    Py_DECREF(text);
    Py_DECREF(text);
    return 0;
}
