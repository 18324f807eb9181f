#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define PY_ARRAY_UNIQUE_SYMBOL module_ARRAY_API
#include <numpy/arrayobject.h>

PyObject *right(double end);
PyObject *wrong(double end);

static PyObject *
ranges(PyObject *module, PyObject *unused)
{
    return Py_BuildValue("NN", right(3.0), wrong(4.0));
}

static PyMethodDef methods[] = {
    {"ranges", ranges, METH_NOARGS, "Two ranges."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "module", .m_methods = methods};

PyMODINIT_FUNC
PyInit_module(void)
{
    import_array();
    return PyModuleDef_Init(&module);
}
