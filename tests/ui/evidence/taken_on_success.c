// A release after failure says nothing of success, where the unknown call may have taken the object.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

int keep(PyObject *object);
int ready(void);

static int
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (keep(text) < 0) {
        Py_DECREF(text);
        return -1;
    }
    if (!ready()) {
        return -1;  // expect: NPC203 `text`
    }
    Py_DECREF(text);
    return 0;
}

static int
right(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    if (keep(text) < 0) {
        Py_DECREF(text);
        return -1;
    }
    if (!ready()) {
        return -1;
    }
    return 0;
}
