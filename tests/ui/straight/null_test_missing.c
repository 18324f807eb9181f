// The result goes straight into a macro that dereferences it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(npy_intp length)
{
    PyObject *array = PyArray_SimpleNew(1, &length, NPY_DOUBLE);
    double *data = (double *)PyArray_DATA((PyArrayObject *)array);  // expect: NPC301 `array`
    data[0] = 1.0;
    return array;
}

static PyObject *
right(npy_intp length)
{
    PyObject *array = PyArray_SimpleNew(1, &length, NPY_DOUBLE);
    if (array == NULL) {
        return NULL;
    }
    double *data = (double *)PyArray_DATA((PyArrayObject *)array);
    data[0] = 1.0;
    return array;
}
