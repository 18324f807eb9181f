// `PyArray_RegisterDataType` of NumPy 1.x keeps the descriptor for ever once it has succeeded, and not before.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#if NPY_ABI_VERSION < 0x02000000
typedef PyArray_Descr Template;
#else
typedef PyArray_DescrProto Template;
#endif

static PyObject *
wrong(PyArray_Descr *base)
{
    PyArray_Descr *descr = PyArray_DescrNew(base);
    if (descr == NULL) {
        return NULL;
    }
    if (PyArray_RegisterDataType((Template *)descr) < 0) {
        return NULL;  // expect: NPC203 `descr`
    }
    Py_INCREF(descr);
    return (PyObject *)descr;
}

static PyObject *
right(PyArray_Descr *base)
{
    PyArray_Descr *descr = PyArray_DescrNew(base);
    if (descr == NULL) {
        return NULL;
    }
    if (PyArray_RegisterDataType((Template *)descr) < 0) {
        Py_DECREF(descr);
        return NULL;
    }
    Py_INCREF(descr);
    return (PyObject *)descr;
}

static int
right_number(PyArray_Descr *base)
{
    PyArray_Descr *descr = PyArray_DescrNew(base);
    if (descr == NULL) {
        return -1;
    }
    if (PyArray_RegisterDataType((Template *)descr) < 0) {
        Py_DECREF(descr);
        return -1;
    }
    return descr->type_num;
}
