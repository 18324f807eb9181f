/* An array over the memory of an object must keep the object alive. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    double values[3];
    double one;
    double *elsewhere;
} Vector;

typedef struct {
    double values[3];
} Plain;

static PyObject *
wrong(Vector *self, void *closure)
{
    npy_intp length = 3;
    return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, self->values); // expect: NPC801 `self->values`
}

static PyObject *
wrong_method(PyObject *self, PyObject *args)
{
    PyObject *view = PyArray_SimpleNewFromData(0, NULL, NPY_DOUBLE, &((Vector *)self)->one); // expect: NPC801 `((Vector *)self)->one`
    if (view == NULL) {
        return NULL;
    }
    return view;
}

/* With a base, by a helper whose caller may add one, over memory elsewhere, over memory of no object. */
static PyObject *
right(Vector *self, void *closure)
{
    npy_intp length = 3;
    PyObject *view = PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, self->values);
    if (view == NULL) {
        return NULL;
    }
    Py_INCREF(self);
    if (PyArray_SetBaseObject((PyArrayObject *)view, (PyObject *)self) < 0) {
        Py_DECREF(view);
        return NULL;
    }
    return view;
}

PyObject *
right_helper(Vector *self)
{
    npy_intp length = 3;
    return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, self->values);
}

static PyObject *
right_elsewhere(Vector *self, void *closure)
{
    npy_intp length = 3;
    return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, self->elsewhere);
}

static Plain table;

static PyObject *
right_plain(PyObject *self, PyObject *args)
{
    npy_intp length = 3;
    return PyArray_SimpleNewFromData(1, &length, NPY_DOUBLE, table.values);
}

PyMethodDef methods[] = {
    {"one", wrong_method, METH_VARARGS, ""},
    {"plain", right_plain, METH_VARARGS, ""},
    {NULL, NULL, 0, NULL},
};

PyGetSetDef attributes[] = {
    {"wrong", (getter)wrong, NULL, NULL, NULL},
    {"right", (getter)right, NULL, NULL, NULL},
    {"elsewhere", (getter)right_elsewhere, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
