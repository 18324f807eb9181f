#include <Python.h>

/* Two modules of the package define it, each in its own way. */
int finish(PyObject *item)
{
    Py_DECREF(item);
    return 0;
}
