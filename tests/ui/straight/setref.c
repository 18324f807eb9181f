// `Py_SETREF` releases what it overwrites.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *result = PyNumber_Float(object);
    if (result == NULL) {
        return NULL;
    }
    result = Py_NewRef(Py_None);  // expect: NPC214 `result`
    return result;
}

static PyObject *
right(PyObject *object)
{
    PyObject *result = PyNumber_Float(object);
    if (result == NULL) {
        return NULL;
    }
    Py_SETREF(result, Py_NewRef(Py_None));
    return result;
}
