// `PyArray_FromAny` takes its dtype even when it fails.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    PyObject *array = PyArray_FromAny(object, dtype, 0, 0, NPY_ARRAY_CARRAY, NULL);
    if (array == NULL) {
        Py_DECREF(dtype);  // expect: NPC207 `dtype`
        return NULL;
    }
    return array;
}

static PyObject *
right(PyObject *object)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    PyObject *array = PyArray_FromAny(object, dtype, 0, 0, NPY_ARRAY_CARRAY, NULL);
    if (array == NULL) {
        return NULL;
    }
    return array;
}
