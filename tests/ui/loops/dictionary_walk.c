// `PyDict_Next` lends keys and values.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *dictionary)
{
    PyObject *key, *value;
    Py_ssize_t position = 0;
    while (PyDict_Next(dictionary, &position, &key, &value)) {
        Py_DECREF(value);  // expect: NPC205 `value`
    }
    return 0;
}

static int
right(PyObject *dictionary)
{
    PyObject *key, *value;
    Py_ssize_t position = 0;
    while (PyDict_Next(dictionary, &position, &key, &value)) {
        Py_INCREF(value);
        Py_DECREF(value);
    }
    return 0;
}
