// `PyList_SetItem` has taken the item even when it fails.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *list, long value)
{
    PyObject *number = PyLong_FromLong(value);
    if (number == NULL) {
        return -1;
    }
    if (PyList_SetItem(list, 0, number) < 0) {
        Py_DECREF(number);  // expect: NPC207 `number`
        return -1;
    }
    return 0;
}

static int
right(PyObject *list, long value)
{
    PyObject *number = PyLong_FromLong(value);
    if (number == NULL) {
        return -1;
    }
    if (PyList_SetItem(list, 0, number) < 0) {
        return -1;
    }
    return 0;
}
