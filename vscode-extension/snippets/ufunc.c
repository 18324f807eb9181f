// prefix: npyufunc
// title: NumPy: ufunc
// description: A loop over doubles, and the function that adds the ufunc to a module.
#include <numpy/ufuncobject.h>

static void
${1:square}_loop(char **args, const npy_intp *dimensions, const npy_intp *steps, void *NPY_UNUSED(data))
{
    const char *in = args[0];
    char *out = args[1];

    for (npy_intp i = 0; i < dimensions[0]; i++) {
        const double x = *(const double *)in;
        *(double *)out = ${0:x * x};
        in += steps[0];
        out += steps[1];
    }
}

/* Call this where the module is set up; -1 with an exception where it fails. */
static int
add_${1:square}(PyObject *module)
{
    /* NumPy keeps the addresses of these. */
    static PyUFuncGenericFunction loops[] = {${1:square}_loop};
    static char types[] = {NPY_DOUBLE, NPY_DOUBLE};
    static void *data[] = {NULL};

    import_umath1(-1);
    PyObject *ufunc = PyUFunc_FromFuncAndData(
        loops, data, types, 1, 1, 1, PyUFunc_None, "${1:square}", "${2:What it computes.}", 0);
    if (ufunc == NULL) {
        return -1;
    }
    int status = PyModule_AddObjectRef(module, "${1:square}", ufunc);
    Py_DECREF(ufunc);
    return status;
}
