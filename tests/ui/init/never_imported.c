/* The table of functions is a variable of this file, so only this file can fetch it. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *module, PyObject *argument)
{
    return PyArray_Sum((PyArrayObject *)argument, 0, NPY_DOUBLE, NULL);
}

npy_intp
right(PyArrayObject *array)
{
    return PyArray_DIM(array, 0);
}

static PyMethodDef methods[] = {
    {"total", total, METH_O, ""},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods};

#if PY_MAJOR_VERSION >= 3
PyMODINIT_FUNC
PyInit_wrong(void) // expect: NPC101 `PyArray_Sum`
{
    return PyModuleDef_Init(&module);
}
#else
void
initwrong(void)
{
    Py_InitModule("wrong", methods);
    import_array();
}
#endif
