#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Takes over the item, whatever happens. */
static int
put(PyObject *dict, const char *key, PyObject *item)
{
    if (item == NULL) {
        return -1;
    }
    int status = PyDict_SetItemString(dict, key, item);
    Py_DECREF(item);
    return status;
}

static int
wrong(PyObject *dict)
{
    PyObject *item = PyLong_FromLong(1000);
    if (put(dict, "limit", item) < 0) {
        Py_XDECREF(item); // expect: NPC207 `item`
        return -1;
    }
    return 0;
}

static int
right(PyObject *dict)
{
    return put(dict, "limit", PyLong_FromLong(1000));
}
