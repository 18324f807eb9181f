/* An extension module as many are written: it compiles without a warning, its results are right, and it loses or breaks
 * references on almost every call. `scripts/demo` shows what numpy-capi-lsp says about it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

/* weighted_sum(values, weights): both exits for wrong shapes forget an array. */
static PyObject *
weighted_sum(PyObject *self, PyObject *args)
{
    PyObject *values_arg, *weights_arg;
    if (!PyArg_ParseTuple(args, "OO", &values_arg, &weights_arg)) {
        return NULL;
    }
    PyArrayObject *values = (PyArrayObject *)PyArray_FROM_OTF(values_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (values == NULL) {
        return NULL;
    }
    PyArrayObject *weights = (PyArrayObject *)PyArray_FROM_OTF(weights_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (weights == NULL) {
        return NULL;
    }
    if (PyArray_SIZE(values) != PyArray_SIZE(weights)) {
        PyErr_SetString(PyExc_ValueError, "values and weights must have the same size");
        return NULL;
    }

    const double *value = PyArray_DATA(values);
    const double *weight = PyArray_DATA(weights);
    double sum = 0.0;
    for (npy_intp i = 0; i < PyArray_SIZE(values); i++) {
        sum += weight[i] * value[i];
    }
    Py_DECREF(values);
    Py_DECREF(weights);
    return PyFloat_FromDouble(sum);
}

/* normalise(array): changes an array in place, but a copy that was made for it is never written back. */
static PyObject *
normalise(PyObject *self, PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        return NULL;
    }
    double *data = PyArray_DATA(array);
    double largest = 0.0;
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        largest = data[i] > largest ? data[i] : largest;
    }
    for (npy_intp i = 0; largest > 0.0 && i < PyArray_SIZE(array); i++) {
        data[i] /= largest;
    }
    Py_DECREF(array);
    Py_RETURN_NONE;
}

/* empty_like(array): the dtype is borrowed from `array`, and the constructor takes the reference away from it. */
static PyObject *
empty_like(PyObject *self, PyObject *arg)
{
    if (!PyArray_Check(arg)) {
        PyErr_SetString(PyExc_TypeError, "an array is expected");
        return NULL;
    }
    PyArrayObject *array = (PyArrayObject *)arg;
    PyArray_Descr *dtype = PyArray_DESCR(array);
    return PyArray_NewFromDescr(&PyArray_Type, dtype, PyArray_NDIM(array), PyArray_DIMS(array), NULL, NULL, 0, NULL);
}

/* extremes(array): the two numbers get a second reference in the tuple, and keep their first for ever. */
static PyObject *
extremes(PyObject *self, PyObject *arg)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    PyObject *smallest = PyArray_Min(array, NPY_RAVEL_AXIS, NULL);
    PyObject *largest = PyArray_Max(array, NPY_RAVEL_AXIS, NULL);
    Py_DECREF(array);
    if (smallest == NULL || largest == NULL) {
        Py_XDECREF(smallest);
        Py_XDECREF(largest);
        return NULL;
    }
    return Py_BuildValue("(OO)", smallest, largest);
}

/* squares(count): the list takes its own reference of every number; the first one is lost. */
static PyObject *
squares(PyObject *self, PyObject *arg)
{
    long count = PyLong_AsLong(arg);
    if (count == -1 && PyErr_Occurred()) {
        return NULL;
    }
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    for (long i = 0; i < count; i++) {
        if (PyList_Append(list, PyLong_FromLong(i * i)) < 0) {
            Py_DECREF(list);
            return NULL;
        }
    }
    return list;
}

static PyMethodDef methods[] = {
    {"weighted_sum", weighted_sum, METH_VARARGS, "weighted_sum(values, weights)"},
    {"normalise", normalise, METH_O, "normalise(array): divide by the largest value, in place"},
    {"empty_like", empty_like, METH_O, "empty_like(array)"},
    {"extremes", extremes, METH_O, "extremes(array): smallest and largest value"},
    {"squares", squares, METH_O, "squares(count)"},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "wrapper_with_bugs",
    .m_size = -1,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_wrapper_with_bugs(void)
{
    import_array();
    return PyModule_Create(&definition);
}
