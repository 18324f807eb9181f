// prefix: npykeywords
// title: NumPy: function with keyword arguments
// description: Takes an array and an optional axis by position or keyword.
/* For the table of methods:
 * {"${1:mean}", (PyCFunction)(void (*)(void))${1:mean}, METH_VARARGS | METH_KEYWORDS, "..."}. */
static PyObject *
${1:mean}(PyObject *NPY_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {(char *)"values", (char *)"axis", NULL};
    PyObject *values_arg;
    int axis = NPY_RAVEL_AXIS;

    if (!PyArg_ParseTupleAndKeywords(
            args, kwargs, "O|O&:${1:mean}", keywords, &values_arg, PyArray_AxisConverter, &axis)) {
        return NULL;
    }
    PyArrayObject *values = (PyArrayObject *)PyArray_FROM_OTF(values_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (values == NULL) {
        return NULL;
    }
    PyObject *result = ${0:PyArray_Mean(values, axis, NPY_DOUBLE, NULL)};
    Py_DECREF(values);
    return result;
}
