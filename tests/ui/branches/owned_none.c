// A result that turns out to be None is owned like any other; a constant that comes without a reference is not.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *shape = PyObject_GetAttrString(object, "shape");
    if (shape == NULL) {
        return NULL;
    }
    if (shape == Py_None) {
        PyErr_SetString(PyExc_ValueError, "no shape");
        return NULL;  // expect: NPC203 `shape`
    }
    return shape;
}

static PyObject *
right(PyObject *object)
{
    PyObject *shape = PyObject_GetAttrString(object, "shape");
    if (shape == NULL) {
        return NULL;
    }
    if (shape == Py_None) {
        Py_DECREF(shape);
        PyErr_SetString(PyExc_ValueError, "no shape");
        return NULL;
    }
    return shape;
}

static PyObject *
right_without_reference(PyObject *object)
{
    PyObject *array = PyArray_FromInterface(object);
    if (array == Py_NotImplemented) {
        PyErr_SetString(PyExc_TypeError, "no interface");
        return NULL;
    }
    return array;
}
