#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
name_of(PyObject *object)
{
    return PyObject_GetAttrString(object, "name");
}

static Py_hash_t
wrong(PyObject *object)
{
    PyObject *name = name_of(object);
    Py_hash_t hash = PyObject_Hash(name); // expect: NPC301 `name`
    Py_DECREF(name);
    return hash;
}

static Py_hash_t
right(PyObject *object)
{
    PyObject *name = name_of(object);
    if (name == NULL) {
        return -1;
    }
    Py_hash_t hash = PyObject_Hash(name);
    Py_DECREF(name);
    return hash;
}
