/* A view keeps nothing alive unless it has a base. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *object)
{
    npy_intp length;
    PyObject *view;
    PyArrayObject *array = (PyArrayObject *)PyArray_ContiguousFromAny(object, NPY_DOUBLE, 1, 1);
    if (array == NULL) {
        return NULL;
    }
    double *values = (double *)PyArray_DATA(array);
    length = PyArray_SIZE(array);
    view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, values); // expect: NPC810
    Py_DECREF(array);
    return view;
}

/* A base, an owner elsewhere, or a copy. */
PyObject *
right(PyObject *object, PyObject *list)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_ContiguousFromAny(object, NPY_DOUBLE, 1, 1);
    if (array == NULL) {
        return NULL;
    }
    npy_intp length = PyArray_SIZE(array);
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, PyArray_DATA(array));
    if (view == NULL) {
        Py_DECREF(array);
        return NULL;
    }
    if (PyArray_SetBaseObject((PyArrayObject *)view, (PyObject *)array) < 0) {
        Py_DECREF(view);
        return NULL;
    }
    return view;
}

PyObject *
right_of_copy(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_ContiguousFromAny(object, NPY_DOUBLE, 1, 1);
    if (array == NULL) {
        return NULL;
    }
    npy_intp length = PyArray_SIZE(array);
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, PyArray_DATA(array));
    if (view == NULL) {
        Py_DECREF(array);
        return NULL;
    }
    PyObject *copy = PyArray_NewCopy((PyArrayObject *)view, NPY_CORDER);
    Py_DECREF(view);
    Py_DECREF(array);
    return copy;
}

PyObject *
right_of_argument(PyArrayObject *array)
{
    npy_intp length = PyArray_SIZE(array);
    return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, PyArray_DATA(array));
}
