#include "store.h"

/* What callers in other files rely on: a new reference comes back, or NULL. */
PyObject *make_pair(PyObject *left, PyObject *right)
{
    return PyTuple_Pack(2, left, right);
}

/* The reference of `item` is used up, whatever happens. */
int keep(PyObject *list, PyObject *item)
{
    int status = PyList_Append(list, item);
    Py_DECREF(item);
    return status;
}
