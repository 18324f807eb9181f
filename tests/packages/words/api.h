#include <Python.h>

/* numpy-capi: steals item; returns borrowed */
PyObject *hand_over(PyObject *table, PyObject *item);

#define NPY_STEALS_REF_TO_ARG(n)
#define NPY_RETURNS_BORROWED_REF
NPY_STEALS_REF_TO_ARG(1) int take(PyObject *item);
NPY_RETURNS_BORROWED_REF PyObject *look_up(const char *name);
