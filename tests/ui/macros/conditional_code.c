// What one arm of `#if` acquires, the other arm of a later `#if` does not release.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name");
    if (name == NULL) {
        return NULL;
    }
#ifdef Py_LIMITED_API
    PyObject *result = PyObject_Str(name);
#else
    PyObject *result = PyObject_Repr(name);
#endif
    if (result == NULL) {
        return NULL;  // expect: NPC203 `name`
    }
    Py_DECREF(name);
    return result;
}

static PyObject *
right(PyObject *object)
{
    PyObject *name = PyObject_GetAttrString(object, "name");
    if (name == NULL) {
        return NULL;
    }
#ifdef Py_LIMITED_API
    PyObject *result = PyObject_Str(name);
#else
    PyObject *result = PyObject_Repr(name);
#endif
    Py_DECREF(name);
    return result;
}
