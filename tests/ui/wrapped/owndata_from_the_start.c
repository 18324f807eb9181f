/* NPY_ARRAY_OWNDATA has no effect when an array is made. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(double *values, npy_intp count, PyArray_Descr *descr)
{
    Py_INCREF(descr);
    return PyArray_NewFromDescr(&PyArray_Type, descr, 1, &count, NULL, values, NPY_ARRAY_OWNDATA, NULL); // expect: NPC804 `PyArray_NewFromDescr`
}

/* Without memory of the caller the array owns its own. */
PyObject *
right(double *values, npy_intp count, int choice)
{
    if (choice) {
        return PyArray_New(&PyArray_Type, 1, &count, NPY_DOUBLE, NULL, NULL, 0, NPY_ARRAY_OWNDATA, NULL);
    }
    return PyArray_New(&PyArray_Type, 1, &count, NPY_DOUBLE, NULL, values, 0, NPY_ARRAY_CARRAY, NULL);
}
