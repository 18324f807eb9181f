/* What a converter after `O&` stores. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *args)
{
    int flag = 0;
    char order = 0;
    npy_intp shape = 0;
    if (!PyArg_ParseTuple(args, "O&O&O&",
                          PyArray_BoolConverter, &flag, // expect: NPC403 `&flag`
                          PyArray_OrderConverter, &order, // expect: NPC403 `&order`
                          PyArray_AxisConverter, &shape)) { // expect: NPC403 `&shape`
        return NULL;
    }
    return PyLong_FromLong(flag);
}

static int
own_converter(PyObject *object, void *result)
{
    *(double *)result = PyFloat_AsDouble(object);
    return !PyErr_Occurred();
}

PyObject *
right(PyObject *args)
{
    npy_bool flag = NPY_FALSE;
    NPY_ORDER order = NPY_KEEPORDER;
    PyObject *out = NULL;
    double scale = 0;
    if (!PyArg_ParseTuple(args, "O&O&O&O&", PyArray_BoolConverter, &flag, PyArray_OrderConverter, &order,
                          PyArray_OutputConverter, &out, own_converter, &scale)) {
        return NULL;
    }
    return PyLong_FromLong(flag);
}
