#include <Python.h>

int finish(PyObject *item);

static int finish_here(PyObject *item)
{
    return PyObject_IsTrue(item);
}

int unknown_right(void)
{
    PyObject *item = PyLong_FromLong(1);
    if (item == NULL) {
        return -1;
    }
    return finish(item);
}

int known_wrong(void)
{
    PyObject *item = PyLong_FromLong(1); // expect: NPC204 `item`
    if (item == NULL) {
        return -1;
    }
    return finish_here(item);
}
