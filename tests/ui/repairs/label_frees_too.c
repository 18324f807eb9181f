// The label releases references only; what else is lost there goes to it, and what was freed by hand is not freed again.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg, npy_intp size)
{
    PyObject *list = NULL;
    double *work = malloc(size * sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    list = PySequence_List(arg);
    if (list == NULL) {
        goto fail;
    }
    work[0] = PyFloat_AsDouble(list);
    if (work[0] == -1.0 && PyErr_Occurred()) {
        goto fail;
    }
    free(work);
    if (PyList_Sort(list) < 0) {
        goto fail;
    }
    return list;

fail:
    Py_XDECREF(list);
    return NULL; // expect: NPC812 `work`
}

static PyObject *
right(PyObject *arg, npy_intp size)
{
    PyObject *list = NULL;
    double *work = malloc(size * sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    list = PySequence_List(arg);
    if (list == NULL) {
        goto fail;
    }
    work[0] = PyFloat_AsDouble(list);
    if (work[0] == -1.0 && PyErr_Occurred()) {
        goto fail;
    }
    free(work);
    work = NULL;
    if (PyList_Sort(list) < 0) {
        goto fail;
    }
    return list;

fail:
    free(work);
    Py_XDECREF(list);
    return NULL;
}
