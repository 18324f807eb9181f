/* Strings have the width that the array is made with. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(npy_intp count, char *data)
{
    PyObject *raw = PyArray_New(&PyArray_Type, 1, &count, NPY_VOID, NULL, data, 0, NPY_ARRAY_CARRAY, NULL); // expect: NPC703 `PyArray_New`
    if (raw == NULL) {
        return NULL;
    }
    Py_DECREF(raw);
    return PyArray_SimpleNew(1, &count, NPY_UNICODE); // expect: NPC703 `PyArray_SimpleNew`
}

PyObject *
right(npy_intp count, int width)
{
    PyObject *one = PyArray_ZEROS(1, &count, NPY_STRING, 0);
    if (one == NULL) {
        return NULL;
    }
    Py_DECREF(one);
    return PyArray_New(&PyArray_Type, 1, &count, NPY_STRING, NULL, NULL, width, 0, NULL);
}
