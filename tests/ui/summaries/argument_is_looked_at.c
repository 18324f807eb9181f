#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* The list takes a reference of its own. */
static int
remember(PyObject *list, PyObject *item)
{
    if (!PyList_Check(list)) {
        PyErr_SetString(PyExc_TypeError, "a list is needed");
        return -1;
    }
    return PyList_Append(list, item);
}

static int
wrong(PyObject *list)
{
    PyObject *item = PyLong_FromLong(1000); // expect: NPC204 `item`
    if (item == NULL) {
        return -1;
    }
    return remember(list, item);
}

static int
right(PyObject *list)
{
    PyObject *item = PyLong_FromLong(1000);
    if (item == NULL) {
        return -1;
    }
    int status = remember(list, item);
    Py_DECREF(item);
    return status;
}
