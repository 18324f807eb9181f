// A look-up that finds nothing leaves no exception; an attribute that is missing leaves one.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name");
    if (name == NULL) {
        Py_INCREF(Py_None);
        return Py_None;  // expect: NPC304
    }
    return name;
}

static PyObject *
right(PyObject *object, PyObject *dict)
{
    PyObject *found = PyDict_GetItemString(dict, "name");
    if (found == NULL) {
        Py_RETURN_NONE;
    }
    PyObject *name = PyObject_GetAttrString(object, "name");
    if (name == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
            return NULL;
        }
        PyErr_Clear();
        return PyLong_FromLong(0);
    }
    return name;
}
