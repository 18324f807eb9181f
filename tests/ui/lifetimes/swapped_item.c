/* PyTuple_SET_ITEM leaves the item that was there to whoever has read it before. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
right(PyObject *pair, PyObject *key)
{
    PyObject *old = PyTuple_GET_ITEM(pair, 0);
    Py_INCREF(key);
    PyTuple_SET_ITEM(pair, 0, key);
    Py_DECREF(old);
    Py_INCREF(pair);
    return pair;
}

static PyObject *
wrong(PyObject *pair, PyObject *key)
{
    PyObject *old = PyTuple_GET_ITEM(pair, 0);
    int is_same = PyObject_RichCompareBool(old, key, Py_EQ);
    Py_DECREF(old);  // expect: NPC205 `old`
    if (is_same < 0) {
        return NULL;
    }
    return PyBool_FromLong(is_same);
}

PyObject *
swap(PyObject *pair, PyObject *key)
{
    PyObject *first = wrong(pair, key);
    if (first == NULL) {
        return NULL;
    }
    Py_DECREF(first);
    return right(pair, key);
}
