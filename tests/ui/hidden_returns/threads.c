// The thread macros open and close a block: the code between them stays in sight.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *arg)
{
    double sum = 0;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);  // expect: NPC204 `array`
    if (array == NULL) {
        return NULL;
    }
    const double *data = PyArray_DATA(array);
    npy_intp size = PyArray_SIZE(array);
    NPY_BEGIN_ALLOW_THREADS
    for (npy_intp i = 0; i < size; i++) {
        sum += data[i];
    }
    NPY_END_ALLOW_THREADS
    return PyFloat_FromDouble(sum);
}

static PyObject *
right(PyObject *arg)
{
    double sum = 0;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    const double *data = PyArray_DATA(array);
    npy_intp size = PyArray_SIZE(array);
    Py_BEGIN_ALLOW_THREADS
    for (npy_intp i = 0; i < size; i++) {
        sum += data[i];
    }
    Py_END_ALLOW_THREADS
    Py_DECREF(array);
    return PyFloat_FromDouble(sum);
}
