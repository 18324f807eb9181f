#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *registry;

/* Sometimes keeps the item, sometimes not: nothing is claimed. */
static int
offer(PyObject *item, int keep)
{
    if (keep) {
        registry = item;
    }
    return 0;
}

/* Calls itself: nothing is claimed. */
static PyObject *
innermost(PyObject *object)
{
    PyObject *base = PyObject_GetAttrString(object, "base");
    if (base == NULL) {
        return NULL;
    }
    if (base == Py_None) {
        return base;
    }
    PyObject *inner = innermost(base);
    Py_DECREF(base);
    return inner;
}

static int
right(PyObject *object)
{
    PyObject *item = innermost(object);
    if (item == NULL) {
        return -1;
    }
    return offer(item, 1);
}

static PyObject *
fresh(void)
{
    return PyList_New(0);
}

static int
wrong(void)
{
    PyObject *item = fresh(); // expect: NPC204 `item`
    if (item == NULL) {
        return -1;
    }
    if (PyList_GET_SIZE(item) > 0) {
        return -1;
    }
    return offer(item, 0);
}
