/* A method runs long after the module has started. */
// select: NPC107
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *module, PyObject *unused)
{
    import_array(); // expect: NPC107 `wrong`
    return PyArray_Arange(0.0, 3.0, 1.0, NPY_DOUBLE);
}

static PyObject *
right(PyObject *module, PyObject *unused)
{
    return PyArray_Arange(0.0, 3.0, 1.0, NPY_DOUBLE);
}

static int
right_before_the_first_call(void)
{
    import_array1(-1);
    return 0;
}

static PyMethodDef methods[] = {
    {"wrong", wrong, METH_NOARGS, ""},
    {"right", right, METH_NOARGS, ""},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods};

PyMODINIT_FUNC
PyInit_example(void)
{
    if (right_before_the_first_call() < 0) {
        return NULL;
    }
    import_array();
    return PyModuleDef_Init(&definition);
}
