/* Python calls the functions of an attribute and keeps the references that it gives them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    double values[3];
} Vector;

static PyObject *
wrong(PyObject *self, void *closure)
{
    npy_intp length = 3;
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, ((Vector *)self)->values);
    if (view == NULL) {
        return NULL;
    }
    if (PyArray_SetBaseObject((PyArrayObject *)view, self) < 0) { // expect: NPC209 `self`
        Py_DECREF(view);
        return NULL;
    }
    return view;
}

static PyObject *
right(PyObject *self, void *closure)
{
    npy_intp length = 3;
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, ((Vector *)self)->values);
    if (view == NULL) {
        return NULL;
    }
    Py_INCREF(self);
    if (PyArray_SetBaseObject((PyArrayObject *)view, self) < 0) {
        Py_DECREF(view);
        return NULL;
    }
    return view;
}

PyGetSetDef attributes[] = {
    {"first", wrong, NULL, NULL, NULL},
    {"second", right, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
