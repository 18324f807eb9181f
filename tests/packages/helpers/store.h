#include <Python.h>

PyObject *make_pair(PyObject *left, PyObject *right);
PyObject *make_twin(PyObject *item);
int keep(PyObject *list, PyObject *item);
