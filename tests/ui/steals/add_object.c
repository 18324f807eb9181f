// `PyModule_AddObject` steals only when it succeeds.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *module)
{
    PyObject *answer = PyLong_FromLong(42);
    if (answer == NULL) {
        return -1;
    }
    if (PyModule_AddObject(module, "answer", answer) < 0) {
        return -1;  // expect: NPC203 `answer`
    }
    return 0;
}

static int
right(PyObject *module)
{
    PyObject *answer = PyLong_FromLong(42);
    if (answer == NULL) {
        return -1;
    }
    if (PyModule_AddObject(module, "answer", answer) < 0) {
        Py_DECREF(answer);
        return -1;
    }
    return 0;
}
