/* The memory of a local variable ends with its function. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(void)
{
    npy_intp length = 3;
    double values[3] = {1, 2, 3};
    PyObject *array = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, values); // expect: NPC802
    if (array == NULL) {
        return NULL;
    }
    return array;
}

PyObject *
wrong_scalar(void)
{
    double value = 4;
    return PyArray_SimpleNewFromData(0, NULL, NPY_DOUBLE, (void *)&value); // expect: NPC802
}

PyObject *
wrong_element(npy_intp length)
{
    int values[4][2] = {{0}};
    return PyArray_Return((PyArrayObject *)PyArray_SimpleNewFromData(1, &length, NPY_INT, &values[1])); // expect: NPC802
}

/* Static memory, memory behind a pointer, and arrays that do not leave the function. */
static double table[3] = {1, 2, 3};

PyObject *
right(double *given, npy_intp length, int choice)
{
    static double values[3] = {1, 2, 3};
    double local[3] = {1, 2, 3};
    if (choice == 0) {
        return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, values);
    }
    if (choice == 1) {
        return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, table);
    }
    if (choice == 2) {
        return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, &given[1]);
    }
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, local);
    if (view == NULL) {
        return NULL;
    }
    PyObject *copy = PyArray_NewCopy((PyArrayObject *)view, NPY_CORDER);
    Py_DECREF(view);
    return copy;
}
