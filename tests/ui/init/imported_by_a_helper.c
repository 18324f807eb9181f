/* Anything in the file that fetches the table will do. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static PyObject *
total(PyObject *module, PyObject *argument)
{
    return PyArray_Sum((PyArrayObject *)argument, 0, NPY_DOUBLE, NULL);
}

static PyMethodDef methods[] = {
    {"total", total, METH_O, ""},
    {NULL, NULL, 0, NULL},
};

static int
right(PyObject *module)
{
    if (PyArray_ImportNumPyAPI() < 0) {
        return -1;
    }
    import_umath1(-1);
    PyObject *names = Py_BuildValue("{s:i}", "errors", 1);
    if (names == NULL) {
        return -1;
    }
    Py_DECREF(names);
    return PyUFunc_getfperr() != 0;
}

void
wrong(void)
{
    _import_umath(); // expect: NPC109 `_import_umath`
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, right}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods, .m_slots = slots};

PyMODINIT_FUNC
PyInit_right(void)
{
    return PyModuleDef_Init(&module);
}
