#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define PY_ARRAY_UNIQUE_SYMBOL module_ARRAY_API
#define NO_IMPORT_ARRAY
#include <numpy/arrayobject.h>

/* The module fetches the table under this name. */
PyObject *right(double end)
{
    return PyArray_Arange(0.0, end, 1.0, NPY_DOUBLE);
}
