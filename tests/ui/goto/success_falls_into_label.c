// Success and failure share the label; the result must survive it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *text = NULL, *bytes = NULL;
    text = PyObject_Str(object);  // expect: NPC204 `text`
    if (text == NULL) {
        goto finish;
    }
    bytes = PyUnicode_AsUTF8String(text);
finish:
    return bytes;
}

static PyObject *
right(PyObject *object)
{
    PyObject *text = NULL, *bytes = NULL;
    text = PyObject_Str(object);
    if (text == NULL) {
        goto finish;
    }
    bytes = PyUnicode_AsUTF8String(text);
finish:
    Py_XDECREF(text);
    return bytes;
}
