// What comes from an unknown call may be owned already: the release at the end is no proof that the other call took nothing.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

PyArray_Descr *adapted(PyObject *object);
PyObject *create(PyArray_Descr *taken);

static PyObject *
wrong(PyObject *object)
{
    PyArray_Descr *type = PyArray_DescrFromObject(object, NULL);
    if (type == NULL) {
        return NULL;
    }
    PyObject *result = create(type);
    if (result == NULL) {
        return NULL;  // expect: NPC203 `type`
    }
    Py_DECREF(type);
    return result;
}

static PyObject *
right(PyObject *object)
{
    PyArray_Descr *type = adapted(object);
    if (type == NULL) {
        return NULL;
    }
    Py_INCREF(type);
    PyObject *result = create(type);
    Py_DECREF(type);
    if (result == NULL) {
        return NULL;
    }
    Py_INCREF(type);
    PyObject *other = create(type);
    return other;
}
