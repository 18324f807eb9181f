/* The repair writes a capsule with a destructor that fits the allocation. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* Squares of the first numbers. */
PyObject *
wrong(npy_intp count)
{
    double *values = PyMem_Malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    for (npy_intp i = 0; i < count; i++) {
        values[i] = (double)i * i;
    }
    return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values); // expect: NPC801
}

PyObject *
wrong_in_a_variable(npy_intp count)
{
    PyObject *result;
    int *values = malloc(count * sizeof(int));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    memset(values, 0, count * sizeof(int));
    result = PyArray_SimpleNewFromData(1, &count, NPY_INT, values); // expect: NPC801
    if (result == NULL) {
        free(values);
        return NULL;
    }
    return result;
}

static void
release(PyObject *capsule)
{
    free(PyCapsule_GetPointer(capsule, NULL));
}

PyObject *
right(npy_intp count)
{
    int *values = calloc(count, sizeof(int));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *owner = PyCapsule_New(values, NULL, release);
    if (owner == NULL) {
        free(values);
        return NULL;
    }
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_INT, values);
    if (array == NULL) {
        Py_DECREF(owner);
        return NULL;
    }
    if (PyArray_SetBaseObject((PyArrayObject *)array, owner) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    return array;
}
