// The body of a template is code too.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

template <typename Number>
static PyObject *
wrong(PyObject *list, Number value)
{
    if (PyList_Append(list, PyFloat_FromDouble(static_cast<double>(value))) < 0) {  // expect: NPC202
        return nullptr;
    }
    Py_RETURN_NONE;
}

template <typename Number>
static PyObject *
right(PyObject *list, Number value)
{
    PyObject *item = PyFloat_FromDouble(static_cast<double>(value));
    if (item == nullptr) {
        return nullptr;
    }
    int status = PyList_Append(list, item);
    Py_DECREF(item);
    if (status < 0) {
        return nullptr;
    }
    Py_RETURN_NONE;
}
