// "O" takes a second reference, "N" hands the first over.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(void)
{
    npy_intp shape[1] = {4};
    PyObject *zeros = PyArray_ZEROS(1, shape, NPY_DOUBLE, 0);
    if (zeros == NULL) {
        return NULL;
    }
    return Py_BuildValue("Oi", zeros, 4);  // expect: NPC201 `zeros`
}

static PyObject *
right(void)
{
    npy_intp shape[1] = {4};
    PyObject *zeros = PyArray_ZEROS(1, shape, NPY_DOUBLE, 0);
    if (zeros == NULL) {
        return NULL;
    }
    return Py_BuildValue("Ni", zeros, 4);
}
