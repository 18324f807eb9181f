// What a slot hands out is owned.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *number = Py_TYPE(object)->tp_as_number->nb_float(object);
    if (number == NULL) {
        return NULL;
    }
    if (!PyFloat_Check(number)) {
        PyErr_SetString(PyExc_TypeError, "no float");
        return NULL;  // expect: NPC203 `number`
    }
    return number;
}

static PyObject *
right(PyObject *object)
{
    PyObject *number = Py_TYPE(object)->tp_as_number->nb_float(object);
    if (number == NULL) {
        return NULL;
    }
    if (!PyFloat_Check(number)) {
        PyErr_SetString(PyExc_TypeError, "no float");
        Py_DECREF(number);
        return NULL;
    }
    return number;
}
