/* A wrapper around a plain C function, in the shape that NumPy's manual teaches: two inputs in any form, one array that is
 * changed in place through a write-back copy, and one label for every failing exit. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static void
blend_values(const double *values, const double *weights, double *out, npy_intp count)
{
    for (npy_intp i = 0; i < count; i++) {
        out[i] = weights[i] * values[i] + (1.0 - weights[i]) * out[i];
    }
}

static PyObject *
blend(PyObject *module, PyObject *args)
{
    PyObject *values_arg = NULL, *weights_arg = NULL, *out_arg = NULL;
    PyArrayObject *values = NULL, *weights = NULL, *out = NULL;

    if (!PyArg_ParseTuple(args, "OOO!:blend", &values_arg, &weights_arg, &PyArray_Type, &out_arg)) {
        return NULL;
    }

    values = (PyArrayObject *)PyArray_FROM_OTF(values_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (values == NULL) {
        return NULL;
    }
    weights = (PyArrayObject *)PyArray_FROM_OTF(weights_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (weights == NULL) {
        goto fail;
    }
    out = (PyArrayObject *)PyArray_FROM_OTF(out_arg, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (out == NULL) {
        goto fail;
    }

    npy_intp count = PyArray_SIZE(out);
    if (PyArray_SIZE(values) != count || PyArray_SIZE(weights) != count) {
        PyErr_SetString(PyExc_ValueError, "values, weights and out must have the same size");
        goto fail;
    }
    blend_values(PyArray_DATA(values), PyArray_DATA(weights), PyArray_DATA(out), count);

    if (PyArray_ResolveWritebackIfCopy(out) < 0) {
        goto fail;
    }
    Py_DECREF(values);
    Py_DECREF(weights);
    Py_DECREF(out);
    Py_RETURN_NONE;

fail:
    Py_XDECREF(values);
    Py_XDECREF(weights);
    PyArray_DiscardWritebackIfCopy(out);
    Py_XDECREF(out);
    return NULL;
}

static PyMethodDef methods[] = {
    {"blend", blend, METH_VARARGS, "blend(values, weights, out): mix values into out, in place."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "blend",
    .m_size = -1,
    .m_methods = methods,
};

PyMODINIT_FUNC
PyInit_blend(void)
{
    import_array();
    return PyModule_Create(&definition);
}
