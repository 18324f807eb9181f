/* Which number says failure. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *list, PyObject *item)
{
    if (!PyList_Append(list, item)) { // expect: NPC308 `PyList_Append`
        return NULL;
    }
    Py_RETURN_NONE; // expect: NPC304
}

int
wrong_converter(PyObject *object, npy_bool *flag)
{
    if (PyArray_BoolConverter(object, flag) < 0) { // expect: NPC308 `PyArray_BoolConverter`
        return -1;
    }
    return 0;
}

PyObject *
right(PyObject *list, PyObject *item, int choice)
{
    if (PyList_Append(list, item) < 0) {
        return NULL;
    }
    if (PyList_Append(list, item)) {
        return NULL;
    }
    if (!PyList_Append(list, item)) {
        Py_RETURN_NONE;
    }
    PyErr_Clear();
    npy_bool flag = NPY_FALSE;
    if (PyArray_BoolConverter(item, &flag) == NPY_FAIL) {
        return NULL;
    }
    return PyBool_FromLong(flag);
}
