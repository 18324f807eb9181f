// A function that steals an argument owns it on every way out.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* numpy-capi: steals descr */
static PyObject *
wrong(PyArray_Descr *descr, npy_intp length)
{
    if (length < 0) {
        PyErr_SetString(PyExc_ValueError, "negative length");
        return NULL; // expect: NPC224 `descr`
    }
    return PyArray_NewFromDescr(&PyArray_Type, descr, 1, &length, NULL, NULL, 0, NULL);
}

/* numpy-capi: steals descr */
static PyObject *
right(PyArray_Descr *descr, npy_intp length)
{
    if (descr == NULL) {
        return NULL;
    }
    if (length < 0) {
        PyErr_SetString(PyExc_ValueError, "negative length");
        Py_DECREF(descr);
        return NULL;
    }
    return PyArray_NewFromDescr(&PyArray_Type, descr, 1, &length, NULL, NULL, 0, NULL);
}
