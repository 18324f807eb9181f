#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
attribute(PyObject *object, const char *name)
{
    PyObject *value = PyObject_GetAttrString(object, name);
    if (value == NULL) {
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    return value;
}

static PyObject *
shape(PyObject *object)
{
    return attribute(object, "shape");
}

static int
is_tuple(PyObject *object)
{
    if (object == NULL || object == Py_None) {
        return 0;
    }
    return PyTuple_Check(object);
}

static int
wrong(PyObject *object)
{
    PyObject *dimensions = shape(object); // expect: NPC204 `dimensions`
    return is_tuple(dimensions);
}

static int
right(PyObject *object)
{
    PyObject *dimensions = shape(object);
    int result = is_tuple(dimensions);
    Py_DECREF(dimensions);
    return result;
}
