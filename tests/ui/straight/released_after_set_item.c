// `PyList_SetItem` steals, so nothing is left to release.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *list, long value)
{
    PyObject *item = PyLong_FromLong(value);
    if (item == NULL) {
        return -1;
    }
    PyList_SetItem(list, 0, item);
    Py_DECREF(item);  // expect: NPC207 `item`
    return 0;
}

static int
right(PyObject *list, long value)
{
    PyObject *item = PyLong_FromLong(value);
    if (item == NULL) {
        return -1;
    }
    return PyList_SetItem(list, 0, item);
}
