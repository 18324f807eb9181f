// What a getter reads from its object belongs to the object: who asks for it needs a reference of its own.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    PyObject *name;
    PyArrayObject *data;
} Table;

static PyObject *
wrong(Table *self, void *closure)
{
    return self->name;  // expect: NPC211 `self->name`
}

static PyObject *
right(Table *self, void *closure)
{
    Py_XINCREF(self->name);
    return self->name;
}

static PyObject *
wrong_where_set(Table *self, PyObject *unused)
{
    if (self->data != NULL) {
        return (PyObject *)self->data;  // expect: NPC211 `self->data`
    }
    Py_RETURN_NONE;
}

static PyObject *
right_where_set(Table *self, PyObject *unused)
{
    if (self->data != NULL) {
        return Py_NewRef((PyObject *)self->data);
    }
    Py_RETURN_NONE;
}

int fill(Table *table);

// Whoever fills it may have taken a reference for the caller.
static PyObject *
right_as_far_as_is_known(Table *self, PyObject *unused)
{
    if (fill(self) < 0) {
        return NULL;
    }
    return self->name;
}

static PyGetSetDef attributes[] = {
    {"wrong", (getter)wrong, NULL, NULL, NULL},
    {"right", (getter)right, NULL, NULL, NULL},
    {NULL},
};

static PyMethodDef methods[] = {
    {"wrong_where_set", (PyCFunction)wrong_where_set, METH_NOARGS, NULL},
    {"right_where_set", (PyCFunction)right_where_set, METH_NOARGS, NULL},
    {"right_as_far_as_is_known", (PyCFunction)right_as_far_as_is_known, METH_NOARGS, NULL},
    {NULL},
};

PyTypeObject table_type = {
    PyVarObject_HEAD_INIT(NULL, 0).tp_name = "table",
    .tp_getset = attributes,
    .tp_methods = methods,
};
