/* One release is missing among exits that release by hand: one line is put in. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(PyObject *self, PyObject *source)
{
    PyObject *names = PyList_New(0);
    if (names == NULL) {
        return NULL;
    }
    if (PyList_Append(names, source) < 0) {
        Py_DECREF(names);
        return NULL;
    }
    if (PyList_Sort(names) < 0) {
        return NULL; // expect: NPC203 `names`
    }
    return names;
}

PyObject *
right(PyObject *self, PyObject *source)
{
    PyObject *names = PyList_New(0);
    if (names == NULL) {
        return NULL;
    }
    if (PyList_Append(names, source) < 0) {
        Py_DECREF(names);
        return NULL;
    }
    if (PyList_Sort(names) < 0) {
        Py_DECREF(names);
        return NULL;
    }
    return names;
}
