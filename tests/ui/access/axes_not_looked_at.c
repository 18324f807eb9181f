/* An axis that the array may not have. */
// select: NPC604
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double
wrong(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1;
    }
    double value = 0;
    if (PyArray_SIZE(array) > 0) {
        value = *(double *)PyArray_GETPTR2(array, 0, 0); // expect: NPC604 `array`
    }
    Py_DECREF(array);
    return value;
}

void look_at(PyArrayObject *array);

/* The number of dimensions is asked for, tested, or somebody else looks. */
double
right(PyObject *object)
{
    double value = 0;
    PyArrayObject *asked = (PyArrayObject *)PyArray_FROMANY(object, NPY_DOUBLE, 2, 2, NPY_ARRAY_IN_ARRAY);
    PyArrayObject *tested = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    PyArrayObject *seen = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (asked != NULL && tested != NULL && seen != NULL) {
        value = PyArray_DIM(asked, 1);
        if (PyArray_NDIM(tested) == 2) {
            value += PyArray_DIM(tested, 1);
        }
        look_at(seen);
        value += PyArray_DIM(seen, 1);
    }
    Py_XDECREF(asked);
    Py_XDECREF(tested);
    Py_XDECREF(seen);
    return value;
}
