// A loop takes a reference with every turn. How many there are at its end nobody can say, so that nothing is claimed of
// that object; the others are followed all the same.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

static PyObject *
wrong(char *data, Py_ssize_t count, Py_ssize_t stride)
{
    PyObject *report = PyList_New(0);
    if (report == NULL) {
        return NULL;
    }
    PyObject *shared = PyDict_New();
    if (shared == NULL) {
        return NULL;  // expect: NPC203 `report`
    }
    while (count--) {
        Py_INCREF(shared);
        memcpy(data, &shared, sizeof(shared));
        data += stride;
    }
    Py_DECREF(shared);
    return report;
}

static PyObject *
right(char *data, Py_ssize_t count, Py_ssize_t stride)
{
    PyObject *report = PyList_New(0);
    if (report == NULL) {
        return NULL;
    }
    PyObject *shared = PyDict_New();
    if (shared == NULL) {
        Py_DECREF(report);
        return NULL;
    }
    while (count--) {
        Py_INCREF(shared);
        memcpy(data, &shared, sizeof(shared));
        data += stride;
    }
    Py_DECREF(shared);
    return report;
}

int
fill(char *data, Py_ssize_t count, Py_ssize_t stride)
{
    PyObject *one = wrong(data, count, stride);
    Py_XDECREF(one);
    PyObject *other = right(data, count, stride);
    Py_XDECREF(other);
    return one == NULL || other == NULL ? -1 : 0;
}
