// A reference that is taken after the theft repays it: there is none to release.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object, PyArray_Descr *type)
{
    Py_INCREF(type);
    PyObject *array = PyArray_FromAny(object, type, 0, 0, 0, NULL);
    if (array == NULL) {
        return NULL;
    }
    Py_INCREF(type);
    if (PyObject_SetAttrString(array, "kind", object) < 0) {
        Py_DECREF(array);
        return NULL;  // expect: NPC203 `type`
    }
    Py_DECREF(type);
    return array;
}

static PyObject *
right(PyObject *object, PyArray_Descr *type)
{
    PyObject *array = PyArray_FromAny(object, type, 0, 0, 0, NULL);
    if (array == NULL) {
        return NULL;
    }
    Py_INCREF(type);
    return array;
}
