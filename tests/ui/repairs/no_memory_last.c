/* A call that raises and gives NULL stays the expression that is returned. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(Py_ssize_t count)
{
    PyObject *names = PyList_New(count);
    if (names == NULL) {
        return NULL;
    }
    int *filled = (int *)PyMem_Malloc((size_t)count * sizeof(int));
    if (filled == NULL) {
        return PyErr_NoMemory(); // expect: NPC203 `names`
    }
    PyMem_Free(filled);
    return names;
}

PyObject *
right(Py_ssize_t count)
{
    PyObject *names = PyList_New(count);
    if (names == NULL) {
        return NULL;
    }
    int *filled = (int *)PyMem_Malloc((size_t)count * sizeof(int));
    if (filled == NULL) {
        Py_DECREF(names);
        return PyErr_NoMemory();
    }
    PyMem_Free(filled);
    return names;
}
