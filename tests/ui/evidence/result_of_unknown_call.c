// One path releases what an unknown call has handed out: a reference came with it, and another path loses it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

PyObject *lookup(PyObject *object);

static PyObject *
wrong(PyObject *object)
{
    PyObject *found = lookup(object);
    if (found == NULL) {
        return NULL;
    }
    if (!PyTuple_Check(found)) {
        PyErr_SetString(PyExc_TypeError, "a tuple was expected");
        return NULL;  // expect: NPC203 `found`
    }
    PyObject *size = PyLong_FromSsize_t(PyTuple_GET_SIZE(found));
    Py_DECREF(found);
    return size;
}

static int
wrong_overwritten(PyObject *object)
{
    PyObject *found = lookup(object);
    if (found == NULL) {
        return -1;
    }
    if (PyTuple_Check(found)) {
        found = lookup(object);  // expect: NPC214 `found`
        if (found == NULL) {
            return -1;
        }
    }
    Py_DECREF(found);
    return 0;
}

/* The item of a table, which stays with the table. */
static PyObject *
right(PyObject *object)
{
    PyObject *found = lookup(object);
    if (found == NULL) {
        return NULL;
    }
    if (!PyTuple_Check(found)) {
        PyErr_SetString(PyExc_TypeError, "a tuple was expected");
        return NULL;
    }
    return PyLong_FromSsize_t(PyTuple_GET_SIZE(found));
}

/* The function takes the reference that it releases. */
static int
right_retained(PyObject *object, int keep)
{
    PyObject *found = lookup(object);
    if (found == NULL || !keep) {
        return 0;
    }
    Py_INCREF(found);
    int truth = PyObject_IsTrue(found);
    Py_DECREF(found);
    return truth;
}

/* Something else decides whether a reference came with the object. */
static int
right_guarded(PyObject *object, int borrowed)
{
    PyObject *found = lookup(object);
    if (found == NULL) {
        return -1;
    }
    int truth = PyObject_IsTrue(found);
    if (!borrowed) {
        Py_DECREF(found);
    }
    return truth;
}

/* An error number tells that there is nothing. */
static int
right_error_number(PyObject *object, int (*find)(PyObject *, int *), int *error)
{
    PyObject *found = lookup(object);
    if (find(object, error) < 0) {
        return -1;
    }
    Py_XDECREF(found);
    return 0;
}
