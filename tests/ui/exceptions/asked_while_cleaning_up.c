// Clean-up code asks for an exception, and on this path there is one: nothing about the objects is in doubt.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(npy_intp size)
{
    PyObject *knots = PyArray_SimpleNew(1, &size, NPY_DOUBLE);
    PyObject *values = PyArray_SimpleNew(1, &size, NPY_DOUBLE);
    if (knots == NULL || values == NULL) {
        goto fail;
    }
    return Py_BuildValue("NN", knots, values);

fail:
    Py_XDECREF(knots);
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "no arrays");
    }
    return NULL;  // expect: NPC203 `values`
}

static PyObject *
right(npy_intp size)
{
    PyObject *knots = PyArray_SimpleNew(1, &size, NPY_DOUBLE);
    PyObject *values = PyArray_SimpleNew(1, &size, NPY_DOUBLE);
    if (knots == NULL || values == NULL) {
        goto fail;
    }
    return Py_BuildValue("NN", knots, values);

fail:
    Py_XDECREF(knots);
    Py_XDECREF(values);
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "no arrays");
    }
    return NULL;
}

/* The way of success passes the same question, which then keeps the result. */
static PyObject *
right_shared(PyObject *object, PyObject *sink)
{
    PyObject *result = NULL;
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        goto finish;
    }
    result = PyObject_CallMethod(sink, "write", "O", text);

finish:
    Py_XDECREF(text);
    if (PyErr_Occurred()) {
        Py_XDECREF(result);
        return NULL;
    }
    return result;
}
