// An unknown call answers with a number of which zero may mean either: where the function fails because of it, it is a failure.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

int fill(PyObject *list, const char *text);

static PyObject *
wrong(const char *text)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (fill(list, text) != 0) {
        return NULL;  // expect: NPC203 `list`
    }
    return list;
}

static PyObject *
right(const char *text)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (fill(list, text) != 0) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

/* Where the function goes on to succeed, the call may have taken the list. */
static int
right_taken(const char *text)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return -1;
    }
    if (fill(list, text)) {
        return 0;
    }
    Py_DECREF(list);
    return 0;
}
