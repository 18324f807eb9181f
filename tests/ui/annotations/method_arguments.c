// Python lends a method its arguments.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *descr)
{
    npy_intp length = 3;
    if (!PyArray_DescrCheck(descr)) {
        PyErr_SetString(PyExc_TypeError, "a dtype is needed");
        Py_DECREF(descr); // expect: NPC205 `descr`
        return NULL;
    }
    return PyArray_NewFromDescr(&PyArray_Type, (PyArray_Descr *)descr, 1, &length, NULL, NULL, 0, NULL); // expect: NPC206 `descr`
}

static PyObject *
right(PyObject *self, PyObject *descr)
{
    npy_intp length = 3;
    if (!PyArray_DescrCheck(descr)) {
        PyErr_SetString(PyExc_TypeError, "a dtype is needed");
        return NULL;
    }
    Py_INCREF(descr);
    return PyArray_NewFromDescr(&PyArray_Type, (PyArray_Descr *)descr, 1, &length, NULL, NULL, 0, NULL);
}

PyMethodDef methods[] = {
    {"wrong", (PyCFunction)wrong, METH_O, NULL},
    {"right", (PyCFunction)right, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};
