// `PyModule_AddObjectRef` never steals.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *module)
{
    PyObject *answer = PyLong_FromLong(42);  // expect: NPC204 `answer`
    if (answer == NULL) {
        return -1;
    }
    return PyModule_AddObjectRef(module, "answer", answer);
}

static int
right(PyObject *module)
{
    PyObject *answer = PyLong_FromLong(42);
    int status = PyModule_AddObjectRef(module, "answer", answer);
    Py_XDECREF(answer);
    return status;
}
