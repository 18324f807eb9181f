/* NumPy reads as many entries of the tables as it is told, and keeps the pointers. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

void loop_float(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);
void loop_double(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);

static PyUFuncGenericFunction loops[] = {&loop_float, &loop_double};
static PyUFuncGenericFunction spare[3] = {loop_float, loop_double};
static void *no_data[1] = {NULL};
static char types[] = {NPY_FLOAT, NPY_FLOAT, NPY_DOUBLE, NPY_DOUBLE};
static char short_types[] = {NPY_FLOAT, NPY_DOUBLE};

PyObject *
wrong(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 3, 1, 1, PyUFunc_None, "a", "", 0); // expect: NPC1007 `loops`
}

PyObject *
wrong_data(void)
{
    return PyUFunc_FromFuncAndData(loops, no_data, types, 2, 1, 1, PyUFunc_None, "a", "", 0); // expect: NPC1007 `no_data`
}

PyObject *
wrong_types(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, short_types, 2, 1, 1, PyUFunc_None, "a", "", 0); // expect: NPC1007 `short_types`
}

PyObject *
wrong_loop_left_out(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 1, 1, 1, PyUFunc_None, "a", "", 0); // expect: NPC1007 `loops`
}

PyObject *
wrong_on_the_stack(PyObject *scale)
{
    void *data[2] = {scale, scale};
    char kinds[] = {NPY_FLOAT, NPY_FLOAT, NPY_DOUBLE, NPY_DOUBLE};
    return PyUFunc_FromFuncAndData(
        loops,
        data, // expect: NPC1008 `data`
        kinds, // expect: NPC1008 `kinds`
        2, 1, 1, PyUFunc_None, "a", "", 0);
}

PyObject *
wrong_signature(void)
{
    return PyUFunc_FromFuncAndDataAndSignature(
        loops, NULL, types, 2, 1, 1, PyUFunc_None, "a", "", 0,
        "(n),(n)->()"); // expect: NPC1011 `"(n),(n)->()"`
}

PyObject *
right(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 2, 1, 1, PyUFunc_None, "a", "", 0);
}

#define COUNT 2

PyObject *
right_named_count(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, COUNT, 1, 1, PyUFunc_None, "a", "", 0);
}

PyObject *
right_filled_later(void)
{
    spare[2] = loop_double;
    static char three[] = {NPY_FLOAT, NPY_FLOAT, NPY_DOUBLE, NPY_DOUBLE, NPY_LONGDOUBLE, NPY_LONGDOUBLE};
    return PyUFunc_FromFuncAndData(spare, NULL, three, 3, 1, 1, PyUFunc_None, "a", "", 0);
}

PyObject *
right_pointer_to_a_table(PyUFuncGenericFunction *given, char *kinds, int count)
{
    return PyUFunc_FromFuncAndData(given, NULL, kinds, count, 1, 1, PyUFunc_None, "a", "", 0);
}

PyObject *
right_signature(void)
{
    return PyUFunc_FromFuncAndDataAndSignature(
        loops, NULL, types, 2, 1, 1, PyUFunc_None, "a", "", 0, "(m,n)->(m)");
}
