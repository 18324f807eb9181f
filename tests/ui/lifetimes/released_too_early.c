// A release that stands before the last use, and a theft before it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    Py_DECREF(array);
    return PyLong_FromSsize_t(PyArray_SIZE(array));  // expect: NPC218 `array`
}

PyObject *
wrong_after_the_theft(npy_intp count, npy_intp *size)
{
    PyArray_Descr *descr = PyArray_DescrFromType(NPY_DOUBLE);
    PyObject *array = PyArray_Zeros(1, &count, descr, 0);
    if (array == NULL) {
        return NULL;
    }
    *size = count * PyDataType_ELSIZE(descr);  // expect: NPC208 `descr`
    return array;
}

PyObject *
right(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    npy_intp size = PyArray_SIZE(array);
    Py_DECREF(array);
    return PyLong_FromSsize_t(size);
}
