/* With NPY_ARRAY_OWNDATA NumPy frees the memory by itself. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#include <stdlib.h>

PyObject *
wrong(npy_intp count)
{
    double *values = PyMem_Malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    PyArrayObject *array = (PyArrayObject *)PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
    if (array == NULL) {
        PyMem_Free(values);
        return NULL;
    }
    PyArray_ENABLEFLAGS(array, NPY_ARRAY_OWNDATA | NPY_ARRAY_WRITEABLE); // expect: NPC803
    return (PyObject *)array;
}

static double table[3];

PyObject *
wrong_static(void)
{
    npy_intp count = 3;
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, table);
    if (array != NULL) {
        PyArray_ENABLEFLAGS((PyArrayObject *)array, NPY_ARRAY_OWNDATA); // expect: NPC803
    }
    return array;
}

/* Memory of malloc, memory of unknown origin, and other flags. */
PyObject *
right(double *given, npy_intp count, int choice)
{
    double *values = malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
    if (array == NULL) {
        free(values);
        return NULL;
    }
    PyArray_ENABLEFLAGS((PyArrayObject *)array, NPY_ARRAY_OWNDATA);
    if (choice) {
        return array;
    }
    Py_DECREF(array);
    array = PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, given);
    if (array != NULL) {
        PyArray_ENABLEFLAGS((PyArrayObject *)array, NPY_ARRAY_WRITEABLE);
    }
    return array;
}
