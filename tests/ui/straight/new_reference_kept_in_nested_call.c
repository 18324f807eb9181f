// A call inside a call: nobody can release the inner result.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    return PyObject_GetAttrString(PyObject_Str(object), "upper");  // expect: NPC202
}

static PyObject *
right(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    PyObject *upper = PyObject_GetAttrString(text, "upper");
    Py_DECREF(text);
    return upper;
}
