// A type among the arguments of a macro is no expression.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object, Py_ssize_t count)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    unsigned int *sizes = PyMem_New(unsigned int, count);
    if (sizes == NULL) {
        PyErr_NoMemory();
        return -1;  // expect: NPC203 `text`
    }
    PyMem_Free(sizes);
    Py_DECREF(text);
    return 0;
}

static int
right(PyObject *object, Py_ssize_t count)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    unsigned int *sizes = PyMem_New(unsigned int, count);
    if (sizes == NULL) {
        PyErr_NoMemory();
        Py_DECREF(text);
        return -1;
    }
    PyMem_Free(sizes);
    Py_DECREF(text);
    return 0;
}
