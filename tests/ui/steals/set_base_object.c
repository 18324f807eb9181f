// `PyArray_SetBaseObject` steals the base, also on failure.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *capsule, double *data, npy_intp length)
{
    PyObject *array = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, data);
    if (array == NULL) {
        return NULL;
    }
    Py_INCREF(capsule);
    if (PyArray_SetBaseObject((PyArrayObject *)array, capsule) < 0) {
        Py_DECREF(capsule);  // expect: NPC207 `capsule`
        Py_DECREF(array);
        return NULL;
    }
    return array;
}

static PyObject *
right(PyObject *capsule, double *data, npy_intp length)
{
    PyObject *array = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, data);
    if (array == NULL) {
        return NULL;
    }
    Py_INCREF(capsule);
    if (PyArray_SetBaseObject((PyArrayObject *)array, capsule) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    return array;
}
