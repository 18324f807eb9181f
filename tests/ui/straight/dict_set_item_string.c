// `PyDict_SetItemString` does not steal, `PyTuple_SET_ITEM` does.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *dictionary)
{
    return PyDict_SetItemString(dictionary, "answer", PyLong_FromLong(42));  // expect: NPC202
}

static PyObject *
right(void)
{
    PyObject *answer = PyLong_FromLong(42);
    if (answer == NULL) {
        return NULL;
    }
    PyObject *tuple = PyTuple_New(1);
    if (tuple == NULL) {
        Py_DECREF(answer);
        return NULL;
    }
    PyTuple_SET_ITEM(tuple, 0, answer);
    return tuple;
}
