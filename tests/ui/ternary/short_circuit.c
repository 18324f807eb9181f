// The right side of `&&` runs only when the left side holds.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object)
{
    PyObject *item = PySequence_GetItem(object, 0);
    int is_text = PyUnicode_Check(item) && item != NULL;  // expect: NPC301 `item`
    Py_XDECREF(item);
    return is_text;
}

static int
right(PyObject *object)
{
    PyObject *item = PySequence_GetItem(object, 0);
    int is_text = item != NULL && PyUnicode_Check(item);
    Py_XDECREF(item);
    return is_text;
}
