// Functions of other files, with annotations at their declarations.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

NPY_RETURNS_BORROWED_REF PyObject *shared_default(void);
NPY_STEALS_REF_TO_ARG(2) int keep(PyObject *where, PyObject *what);
// numpy-capi: returns new
PyObject *fresh(void);

static int
wrong(PyObject *where)
{
    PyObject *item = fresh();
    if (item == NULL) {
        return -1;
    }
    if (keep(where, item) < 0) {
        Py_DECREF(item); // expect: NPC207 `item`
        return -1;
    }
    PyObject *other = shared_default();
    if (other == NULL) {
        return -1;
    }
    Py_DECREF(other); // expect: NPC205 `other`
    return 0;
}

static int
right(PyObject *where)
{
    PyObject *item = fresh();
    if (item == NULL) {
        return -1;
    }
    return keep(where, item);
}
