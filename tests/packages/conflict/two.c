#include <Python.h>

int finish(PyObject *item)
{
    return PyObject_IsTrue(item);
}
