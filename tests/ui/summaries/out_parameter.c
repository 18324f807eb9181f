#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* On success there is a new reference in the caller's variable. */
static int
find(PyObject *object, const char *name, PyObject **result)
{
    *result = PyObject_GetAttrString(object, name);
    if (*result == NULL) {
        return -1;
    }
    return 0;
}

static int
wrong(PyObject *object)
{
    PyObject *shape;
    if (find(object, "shape", &shape) < 0) {
        return -1;
    }
    if (!PyTuple_Check(shape)) {
        PyErr_SetString(PyExc_TypeError, "a tuple is needed");
        return -1; // expect: NPC203 `shape`
    }
    Py_DECREF(shape);
    return 0;
}

static int
right(PyObject *object)
{
    PyObject *shape;
    if (find(object, "shape", &shape) < 0) {
        return -1;
    }
    int is_tuple = PyTuple_Check(shape);
    Py_DECREF(shape);
    return is_tuple ? 0 : -1;
}
