// A macro of the file that jumps to the clean-up label.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define CHECK(condition) if (!(condition)) goto fail

static PyObject *
wrong(PyObject *arg)
{
    PyObject *text = NULL, *result = NULL;
    text = PyObject_Str(arg);
    CHECK(text != NULL);
    result = PyUnicode_AsUTF8String(text);
    CHECK(result != NULL);
    Py_DECREF(text);
    return result;
fail:
    return NULL;  // expect: NPC203 `text`
}

static PyObject *
right(PyObject *arg)
{
    PyObject *text = NULL, *result = NULL;
    text = PyObject_Str(arg);
    CHECK(text != NULL);
    result = PyUnicode_AsUTF8String(text);
    CHECK(result != NULL);
    Py_DECREF(text);
    return result;
fail:
    Py_XDECREF(text);
    return NULL;
}
