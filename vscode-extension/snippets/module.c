// prefix: npymodule
// title: NumPy: extension module
// description: A whole module in multi-phase form, with one function that sums an array.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
${2:total}(PyObject *NPY_UNUSED(self), PyObject *values_arg)
{
    PyArrayObject *values = (PyArrayObject *)PyArray_FROM_OTF(values_arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (values == NULL) {
        return NULL;
    }
    const double *value = (const double *)PyArray_DATA(values);
    npy_intp size = PyArray_SIZE(values);
    double sum = 0.0;
    for (npy_intp i = 0; i < size; i++) {
        sum += value[i];
    }
    $0
    Py_DECREF(values);
    return PyFloat_FromDouble(sum);
}

static PyMethodDef ${1:example}_methods[] = {
    {"${2:total}", ${2:total}, METH_O, "${2:total}(values): the sum of an array of doubles."},
    {NULL, NULL, 0, NULL},
};

/* Runs whenever the module is imported. */
static int
${1:example}_exec(PyObject *NPY_UNUSED(module))
{
    import_array1(-1);
    return 0;
}

static PyModuleDef_Slot ${1:example}_slots[] = {
    {Py_mod_exec, (void *)${1:example}_exec},
    {0, NULL},
};

static struct PyModuleDef ${1:example}_definition = {
    PyModuleDef_HEAD_INIT,
    "${1:example}",
    "${3:What the module is for.}",
    0, /* no state of its own */
    ${1:example}_methods,
    ${1:example}_slots,
    NULL, /* traverse */
    NULL, /* clear */
    NULL, /* free */
};

PyMODINIT_FUNC
PyInit_${1:example}(void)
{
    return PyModuleDef_Init(&${1:example}_definition);
}
