// prefix: npygufunc
// title: NumPy: generalised ufunc
// description: A loop over vectors of doubles, (n),(n)->(), and the function that adds the gufunc to a module.
#include <numpy/ufuncobject.h>

static void
${1:inner}_loop(char **args, const npy_intp *dimensions, const npy_intp *steps, void *NPY_UNUSED(data))
{
    const npy_intp outer_size = dimensions[0];
    const npy_intp n = dimensions[1];
    /* First the steps from one call to the next, then those within a core dimension. */
    const npy_intp left_step = steps[3], right_step = steps[4];

    for (npy_intp outer = 0; outer < outer_size; outer++) {
        const char *left = args[0] + outer * steps[0];
        const char *right = args[1] + outer * steps[1];
        double sum = 0.0;
        for (npy_intp i = 0; i < n; i++) {
            sum += ${0:*(const double *)left * *(const double *)right};
            left += left_step;
            right += right_step;
        }
        *(double *)(args[2] + outer * steps[2]) = sum;
    }
}

/* Call this where the module is set up; -1 with an exception where it fails. */
static int
add_${1:inner}(PyObject *module)
{
    /* NumPy keeps the addresses of these. */
    static PyUFuncGenericFunction loops[] = {${1:inner}_loop};
    static char types[] = {NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE};
    static void *data[] = {NULL};

    import_umath1(-1);
    PyObject *ufunc = PyUFunc_FromFuncAndDataAndSignature(
        loops, data, types, 1, 2, 1, PyUFunc_None, "${1:inner}", "${2:What it computes.}", 0, "(n),(n)->()");
    if (ufunc == NULL) {
        return -1;
    }
    int status = PyModule_AddObjectRef(module, "${1:inner}", ufunc);
    Py_DECREF(ufunc);
    return status;
}
