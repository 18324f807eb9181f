// On the failing path the pointer is NULL: there is nothing to lose.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object)
{
    PyObject *iterator = PyObject_GetIter(object);
    if (iterator == NULL) {
        return -1;
    }
    if (PyIter_Check(iterator)) {
        return 0;  // expect: NPC203 `iterator`
    }
    Py_DECREF(iterator);
    return 1;
}

static int
right(PyObject *object)
{
    PyObject *iterator = PyObject_GetIter(object);
    if (iterator != NULL) {
        Py_DECREF(iterator);
        return 0;
    }
    return -1;
}
