/* What is allocated has to be freed when the array dies. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#include <stdlib.h>

void fill(double *values, npy_intp count);
void register_buffer(double *values);

PyObject *
wrong(npy_intp count)
{
    double *values = (double *)malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    fill(values, count);
    PyObject *array = PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values); // expect: NPC801
    if (array == NULL) {
        free(values);
        return NULL;
    }
    return array;
}

PyObject *
wrong_with_type(npy_intp count)
{
    npy_int32 *values = PyMem_New(npy_int32, count);
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    values[0] = 0;
    return PyArray_New(&PyArray_Type, 1, &count, NPY_INT32, NULL, values, 0, NPY_ARRAY_CARRAY, NULL); // expect: NPC801
}

typedef struct {
    PyObject_HEAD
    double *values;
} Holder;

/* Somebody else owns the memory, or may: an object, a list of buffers, the array itself. */
PyObject *
right(Holder *self, npy_intp count, int choice)
{
    double *values = malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    if (choice == 0) {
        self->values = values;
    }
    return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
}

PyObject *
right_registered(npy_intp count)
{
    double *values = malloc(count * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    register_buffer(values);
    return PyArray_SimpleNewFromData(1, &count, NPY_DOUBLE, values);
}

PyObject *
right_owning(npy_intp count)
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
    return array;
}
