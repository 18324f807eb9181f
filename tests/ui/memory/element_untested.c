// A result is stored in an element, and the element is used without a test.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyArray_Descr **types, PyArray_Descr *first, PyArray_Descr *second)
{
    types[0] = PyArray_PromoteTypes(first, second);
    types[1] = types[0];
    Py_INCREF(types[1]);  // expect: NPC301 `types[0]`
    return 0;
}

static int
right(PyArray_Descr **types, PyArray_Descr *first, PyArray_Descr *second)
{
    types[0] = PyArray_PromoteTypes(first, second);
    if (types[0] == NULL) {
        return -1;
    }
    types[1] = types[0];
    Py_INCREF(types[1]);
    return 0;
}
