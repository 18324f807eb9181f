/* What a converter made is owned from the parse on, and where a later argument is refused as well. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyArrayObject *array = NULL;
    int axis = 0;
    if (!PyArg_ParseTuple(args, "O&|i", PyArray_Converter, &array, &axis)) {
        return NULL; // expect: NPC404 `array`
    }
    if (axis < 0 || axis >= PyArray_NDIM(array)) {
        PyErr_SetString(PyExc_ValueError, "no such axis");
        return NULL; // expect: NPC404 `array`
    }
    PyObject *total = PyArray_Sum(array, axis, NPY_DOUBLE, NULL);
    Py_DECREF(array);
    return total;
}

PyObject *
wrong_and_never_released(PyObject *self, PyObject *args)
{
    PyArray_Descr *descr = NULL;
    if (!PyArg_ParseTuple(args, "O&", PyArray_DescrConverter, &descr)) { // expect: NPC404 `descr`
        return NULL;
    }
    return PyLong_FromLong(descr->type_num);
}

PyObject *
right(PyObject *self, PyObject *args)
{
    PyArrayObject *array = NULL;
    PyObject *total = NULL;
    int axis = 0;
    if (!PyArg_ParseTuple(args, "O&|i", PyArray_Converter, &array, &axis)) {
        goto finish;
    }
    if (axis < 0 || axis >= PyArray_NDIM(array)) {
        PyErr_SetString(PyExc_ValueError, "no such axis");
        goto finish;
    }
    total = PyArray_Sum(array, axis, NPY_DOUBLE, NULL);
finish:
    Py_XDECREF(array);
    return total;
}

PyObject *
right_with_one_converter(PyObject *self, PyObject *args)
{
    PyArray_Descr *descr = NULL;
    if (!PyArg_ParseTuple(args, "O&", PyArray_DescrConverter, &descr)) {
        return NULL;
    }
    npy_intp shape[1] = {3};
    return PyArray_Zeros(1, shape, descr, 0);
}

PyObject *
right_with_what_is_lent(PyObject *self, PyObject *args)
{
    PyArrayObject *out = NULL;
    double value;
    if (!PyArg_ParseTuple(args, "O&d", PyArray_OutputConverter, &out, &value)) {
        return NULL;
    }
    return PyFloat_FromDouble(out == NULL ? value : -value);
}
