/* What an inner loop has to keep to: the steps between elements, and the GIL. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>
#include <numpy/dtype_api.h>

static void
wrong(char **args, const npy_intp *dimensions, const npy_intp *NPY_UNUSED(steps), void *data) // expect: NPC1009 `wrong`
{
    const double *in = (const double *)args[0];
    double *out = (double *)args[1];
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        out[i] = in[i];
    }
}

static void
wrong_error(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        double number = *(double *)(args[0] + i * steps[0]);
        if (number < 0.0) {
            PyErr_SetString(PyExc_ValueError, "negative"); // expect: NPC1010 `PyErr_SetString`
        }
        *(double *)(args[1] + i * steps[1]) = number;
    }
}

static void
right(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        double number = *(double *)(args[0] + i * steps[0]);
        if (number < 0.0) {
            PyGILState_STATE state = PyGILState_Ensure();
            PyErr_SetString(PyExc_ValueError, "negative");
            PyGILState_Release(state);
        }
        *(double *)(args[1] + i * steps[1]) = number;
    }
}

static void
right_objects(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        PyObject **out = (PyObject **)(args[1] + i * steps[1]);
        PyObject *text = PyObject_Str(*(PyObject **)(args[0] + i * steps[0]));
        if (text == NULL) {
            return;
        }
        Py_XSETREF(*out, text);
    }
}

#define LOOP for (npy_intp i = 0; i < dimensions[0]; i++, args[0] += steps[0], args[1] += steps[1])

static void
right_steps_in_a_macro(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    LOOP {
        *(double *)args[1] = *(double *)args[0];
    }
}

static void
right_handed_on(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    right(args, dimensions, steps, data);
}

static PyUFuncGenericFunction loops[] = {
    wrong, wrong_error, right, right_objects, right_steps_in_a_macro, right_handed_on};
static const char types[] = {
    NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE,
    NPY_OBJECT, NPY_OBJECT, NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 6, 1, 1, PyUFunc_None, "loops", "", 0);
}

static int
wrong_cast(
    PyArrayMethod_Context *context, char *const *data, const npy_intp *dimensions, const npy_intp *strides,
    NpyAuxData *NPY_UNUSED(auxdata))
{
    if (dimensions[0] > 0 && *data[0] > 127) {
        PyErr_SetString(PyExc_ValueError, "not ASCII"); // expect: NPC1010 `PyErr_SetString`
        return -1;
    }
    return 0;
}

static int
right_cast(
    PyArrayMethod_Context *context, char *const *data, const npy_intp *dimensions, const npy_intp *strides,
    NpyAuxData *NPY_UNUSED(auxdata))
{
    if (dimensions[0] > 0 && *data[0] > 127) {
        PyErr_SetString(PyExc_ValueError, "not ASCII");
        return -1;
    }
    return 0;
}

static PyType_Slot wrong_slots[] = {{NPY_METH_strided_loop, &wrong_cast}, {0, NULL}};
static PyType_Slot right_slots[] = {{NPY_METH_strided_loop, &right_cast}, {0, NULL}};

PyArrayMethod_Spec right_spec = {
    .name = "right", .nin = 1, .nout = 1, .flags = NPY_METH_REQUIRES_PYAPI, .slots = right_slots};

void
describe(PyArrayMethod_Spec *spec)
{
    spec->flags = NPY_METH_NO_FLOATINGPOINT_ERRORS;
    spec->slots = wrong_slots;
}
