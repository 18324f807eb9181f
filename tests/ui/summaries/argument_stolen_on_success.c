#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Takes over the item when all goes well. */
static int
put(PyObject *dict, PyObject *item)
{
    if (PyDict_SetItemString(dict, "limit", item) < 0) {
        return -1;
    }
    Py_DECREF(item);
    return 0;
}

static int
wrong(PyObject *dict)
{
    PyObject *item = PyLong_FromLong(1000);
    if (item == NULL) {
        return -1;
    }
    if (put(dict, item) < 0) {
        return -1; // expect: NPC203 `item`
    }
    return 0;
}

static int
right(PyObject *dict)
{
    PyObject *item = PyLong_FromLong(1000);
    if (item == NULL) {
        return -1;
    }
    if (put(dict, item) < 0) {
        Py_DECREF(item);
        return -1;
    }
    return 0;
}
