/* Python walks its tables to the entry without a name. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *wrong(PyObject *self, PyObject *args) { return PyLong_FromLong(1); }
static PyObject *right(PyObject *self, PyObject *args) { return PyLong_FromLong(2); }

PyMethodDef methods_without_end[] = {
    {"wrong", wrong, METH_VARARGS, ""},
    {"right", right, METH_VARARGS, ""} // expect: NPC502 `methods_without_end`
};

PyMethodDef methods[] = {
    {"wrong", wrong, METH_VARARGS, ""},
    {.ml_name = "right", .ml_meth = right, .ml_flags = METH_VARARGS},
    {NULL},
};

PyMethodDef methods_with_a_zero[] = {{"right", right, METH_VARARGS, ""}, {0}};

/* A name can stand for the null pointer. */
#ifndef _Py_NULL
#define _Py_NULL NULL
#endif
PyMethodDef methods_with_a_macro[] = {{"right", right, METH_VARARGS, ""}, {_Py_NULL, _Py_NULL, 0, _Py_NULL}};

#define LAST_NAME 0
PyMethodDef methods_with_a_last_name[] = {{"right", right, METH_VARARGS, ""}, {LAST_NAME}};

/* One entry for itself is not a table. */
PyMethodDef one_method = {"right", right, METH_VARARGS, ""};

PyType_Slot slots_without_end[] = {
    {Py_tp_doc, "doc"}, // expect: NPC502 `slots_without_end`
};

PyType_Slot slots[] = {
    {Py_tp_doc, "doc"},
    {0, NULL},
};
