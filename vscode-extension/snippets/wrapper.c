// prefix: npywrapper
// title: NumPy: function with positional arguments
// description: Takes two arrays of doubles, gives a new one, and releases everything behind one label.
/* For the table of methods: {"${1:add}", ${1:add}, METH_VARARGS, "..."}. */
static PyObject *
${1:add}(PyObject *NPY_UNUSED(self), PyObject *args)
{
    PyObject *left_arg, *right_arg;
    PyArrayObject *left = NULL, *right = NULL, *result = NULL;

    if (!PyArg_ParseTuple(args, "OO:${1:add}", &left_arg, &right_arg)) {
        return NULL;
    }
    left = (PyArrayObject *)PyArray_FROM_OTF(left_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (left == NULL) {
        goto fail;
    }
    right = (PyArrayObject *)PyArray_FROM_OTF(right_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (right == NULL) {
        goto fail;
    }
    if (!PyArray_SAMESHAPE(left, right)) {
        PyErr_SetString(PyExc_ValueError, "the arrays must have the same shape");
        goto fail;
    }
    result = (PyArrayObject *)PyArray_SimpleNew(PyArray_NDIM(left), PyArray_DIMS(left), NPY_DOUBLE);
    if (result == NULL) {
        goto fail;
    }
    for (npy_intp i = 0; i < PyArray_SIZE(result); i++) {
        ((double *)PyArray_DATA(result))[i] =
            ${0:((const double *)PyArray_DATA(left))[i] + ((const double *)PyArray_DATA(right))[i]};
    }
    Py_DECREF(left);
    Py_DECREF(right);
    return (PyObject *)result;

fail:
    Py_XDECREF(result);
    Py_XDECREF(right);
    Py_XDECREF(left);
    return NULL;
}
