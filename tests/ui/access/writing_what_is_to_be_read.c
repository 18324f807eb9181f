/* Arrays that were asked for reading only. */
// select: NPC607
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
wrong(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1;
    }
    *(double *)PyArray_GETPTR1(array, 0) = 1; // expect: NPC607 `array`
    Py_DECREF(array);
    return 0;
}

int
wrong_step(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(object, NPY_ARRAY_CARRAY_RO);
    if (array == NULL) {
        return -1;
    }
    char *bytes = PyArray_BYTES(array);
    bytes[0]++; // expect: NPC607 `array`
    Py_DECREF(array);
    return 0;
}

/* A copy, an array of the function's own, and one that is only read. */
int
right(PyObject *object, npy_intp length)
{
    int result = -1;
    PyArrayObject *copy =
        (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY | NPY_ARRAY_ENSURECOPY);
    PyArrayObject *own = (PyArrayObject *)PyArray_SimpleNew(1, &length, NPY_DOUBLE);
    PyArrayObject *read = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (copy != NULL && own != NULL && read != NULL) {
        double *values = (double *)PyArray_DATA(copy);
        double *target = (double *)PyArray_DATA(own);
        const double *source = (const double *)PyArray_DATA(read);
        values[0] = source[0];
        target[0] = source[0];
        result = 0;
    }
    Py_XDECREF(copy);
    Py_XDECREF(own);
    Py_XDECREF(read);
    return result;
}
