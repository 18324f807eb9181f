/* Another file of the module may fetch a shared table; that of the ufuncs is not shared here. */
#define PY_SSIZE_T_CLEAN
#define PY_ARRAY_UNIQUE_SYMBOL example_array_api
#define NO_IMPORT_ARRAY
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

int load_numpy(void);

static PyObject *
right(PyObject *module, PyObject *argument)
{
    return PyArray_Sum((PyArrayObject *)argument, 0, NPY_DOUBLE, NULL);
}

static PyMethodDef methods[] = {
    {"total", right, METH_O, ""},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods};

int
errors(void)
{
    return PyUFunc_getfperr();
}

PyMODINIT_FUNC
PyInit_wrong(void) // expect: NPC106 `PyUFunc_getfperr`
{
    if (load_numpy() < 0) {
        return NULL;
    }
    return PyModuleDef_Init(&module);
}
