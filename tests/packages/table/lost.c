#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define PY_ARRAY_UNIQUE_SYMBOL lost_ARRAY_API
#define NO_IMPORT_ARRAY
#include <numpy/arrayobject.h>

/* No file fetches the table that this one shares. */
PyObject *wrong(double end)
{
    return PyArray_Arange(0.0, end, 1.0, NPY_DOUBLE); // expect: NPC101 `PyArray_Arange`
}
