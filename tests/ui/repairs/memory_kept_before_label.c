// Some jumps to the label come when a structure keeps the memory: freeing it at the label would take it away there.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    double *numbers;
    PyObject *name;
} Series;

static int
wrong(Series *self, PyObject *arg, npy_intp size)
{
    PyObject *name = NULL;
    double *numbers = malloc(size * sizeof(double));
    if (numbers == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    name = PyObject_Str(arg);
    if (name == NULL) {
        return -1; // expect: NPC812 `numbers`
    }
    self->numbers = numbers;
    if (PyUnicode_GetLength(name) == 0) {
        PyErr_SetString(PyExc_ValueError, "no name");
        goto fail;
    }
    self->name = name;
    return 0;

fail:
    Py_XDECREF(name);
    return -1;
}

static int
right(Series *self, PyObject *arg, npy_intp size)
{
    PyObject *name = NULL;
    double *numbers = malloc(size * sizeof(double));
    if (numbers == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    name = PyObject_Str(arg);
    if (name == NULL) {
        free(numbers);
        return -1;
    }
    self->numbers = numbers;
    if (PyUnicode_GetLength(name) == 0) {
        PyErr_SetString(PyExc_ValueError, "no name");
        goto fail;
    }
    self->name = name;
    return 0;

fail:
    Py_XDECREF(name);
    return -1;
}
