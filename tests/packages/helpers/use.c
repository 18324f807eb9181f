#include "store.h"

PyObject *lost_wrong(PyObject *item)
{
    PyObject *pair = make_twin(item);
    if (pair == NULL) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL; // expect: NPC203 `pair`
    }
    if (keep(list, pair) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

PyObject *lost_right(PyObject *item)
{
    PyObject *pair = make_twin(item);
    if (pair == NULL) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        Py_DECREF(pair);
        return NULL;
    }
    if (keep(list, pair) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

int twice_wrong(PyObject *list)
{
    PyObject *item = PyLong_FromLong(1);
    if (item == NULL) {
        return -1;
    }
    int status = keep(list, item);
    Py_DECREF(item); // expect: NPC207 `item`
    return status;
}

int twice_right(PyObject *list)
{
    PyObject *item = PyLong_FromLong(1);
    if (item == NULL) {
        return -1;
    }
    return keep(list, item);
}
