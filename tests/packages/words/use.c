#include "api.h"

int borrowed_wrong(void)
{
    PyObject *found = look_up("name");
    int truth = found == NULL ? -1 : PyObject_IsTrue(found);
    Py_XDECREF(found); // expect: NPC205 `found`
    return truth;
}

PyObject *borrowed_right(void)
{
    PyObject *found = look_up("name");
    Py_XINCREF(found);
    return found;
}

int stolen_wrong(void)
{
    PyObject *item = PyLong_FromLong(1);
    if (item == NULL) {
        return -1;
    }
    int status = take(item);
    Py_DECREF(item); // expect: NPC207 `item`
    return status;
}

PyObject *stolen_right(PyObject *table)
{
    PyObject *item = PyLong_FromLong(1);
    if (item == NULL) {
        return NULL;
    }
    PyObject *kept = hand_over(table, item);
    Py_XINCREF(kept);
    return kept;
}
