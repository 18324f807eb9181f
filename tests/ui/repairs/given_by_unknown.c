/* A release on one way out says that the function owns what an unknown call has handed out: the other way releases it, too. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *find_method(PyObject *source);

PyObject *
wrong(PyObject *source, PyObject *arguments)
{
    PyObject *method = find_method(source);
    if (method == NULL) {
        return NULL;
    }
    if (PyTuple_GET_SIZE(arguments) > 1) {
        PyErr_SetString(PyExc_TypeError, "too many arguments");
        return NULL; // expect: NPC203 `method`
    }
    PyObject *result = PyObject_Call(method, arguments, NULL);
    Py_DECREF(method);
    return result;
}

PyObject *
right(PyObject *source, PyObject *arguments)
{
    PyObject *method = find_method(source);
    if (method == NULL) {
        return NULL;
    }
    if (PyTuple_GET_SIZE(arguments) > 1) {
        PyErr_SetString(PyExc_TypeError, "too many arguments");
        Py_DECREF(method);
        return NULL;
    }
    PyObject *result = PyObject_Call(method, arguments, NULL);
    Py_DECREF(method);
    return result;
}
