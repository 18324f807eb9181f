#include "api.h"

static PyObject *last;

/* Held to what the header says of it. */
int take(PyObject *item)
{
    if (!PyLong_Check(item)) {
        PyErr_SetString(PyExc_TypeError, "an integer is needed");
        return -1; // expect: NPC224 `item`
    }
    Py_XSETREF(last, item);
    return 0;
}
