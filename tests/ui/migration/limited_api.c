/* Macros that read Python's structs are not part of the limited API. */
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

Py_ssize_t
wrong(PyObject *args)
{
    return PyTuple_GET_SIZE(args); // expect: NPC1114 `PyTuple_GET_SIZE`
}

PyObject *
wrong_item(PyObject *list)
{
    PyObject *item = PyList_GET_ITEM(list, 0); // expect: NPC1114 `PyList_GET_ITEM`
    return Py_XNewRef(item);
}

Py_ssize_t
right(PyObject *args)
{
    return PyTuple_Size(args);
}
