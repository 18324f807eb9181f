#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* The helper hands out a new reference, or NULL. */
static PyObject *
doubled(PyObject *number)
{
    PyObject *two = PyLong_FromLong(2);
    if (two == NULL) {
        return NULL;
    }
    PyObject *product = PyNumber_Multiply(number, two);
    Py_DECREF(two);
    return product;
}

static double
wrong(PyObject *number)
{
    PyObject *product = doubled(number); // expect: NPC204 `product`
    if (product == NULL) {
        return -1.0;
    }
    return PyFloat_AsDouble(product);
}

static double
right(PyObject *number)
{
    PyObject *product = doubled(number);
    if (product == NULL) {
        return -1.0;
    }
    double value = PyFloat_AsDouble(product);
    Py_DECREF(product);
    return value;
}
