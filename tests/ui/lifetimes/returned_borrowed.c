// What a method returns, Python releases.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyObject *key;
    PyObject *table;
    if (!PyArg_ParseTuple(args, "O!O:find", &PyDict_Type, &table, &key)) {
        return NULL;
    }
    PyObject *value = PyDict_GetItemWithError(table, key);
    if (value == NULL && !PyErr_Occurred()) {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    return value;  // expect: NPC211 `value`
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyObject *key;
    PyObject *table;
    if (!PyArg_ParseTuple(args, "O!O:find", &PyDict_Type, &table, &key)) {
        return NULL;
    }
    PyObject *value = PyDict_GetItemWithError(table, key);
    if (value == NULL && !PyErr_Occurred()) {
        PyErr_SetObject(PyExc_KeyError, key);
    }
    Py_XINCREF(value);
    return value;
}

static PyObject *
wrong_getter(PyObject *self, void *closure)
{
    return PyDict_GetItemString((PyObject *)closure, "value");  // expect: NPC211
}

/* Only C code calls it. */
static PyObject *
right_helper(PyObject *table)
{
    return PyDict_GetItemString(table, "value");
}

static PyMethodDef methods[] = {
    {"find", wrong, METH_VARARGS, "Looks a key up."},
    {"search", (PyCFunction)right, METH_VARARGS, "Looks a key up."},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef attributes[] = {
    {"value", (getter)wrong_getter, NULL, "The value.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};
