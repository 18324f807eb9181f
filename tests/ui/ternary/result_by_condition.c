// A conditional expression chooses which call makes the object.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object, int short_form)
{
    PyObject *text = short_form ? PyObject_Str(object) : PyObject_Repr(object);
    if (text == NULL) {
        return NULL;
    }
    if (!PyUnicode_GetLength(text)) {
        return NULL;  // expect: NPC203 `text`
    }
    return text;
}

static PyObject *
right(PyObject *object, int short_form)
{
    PyObject *text = short_form ? PyObject_Str(object) : PyObject_Repr(object);
    if (text == NULL) {
        return NULL;
    }
    if (!PyUnicode_GetLength(text)) {
        Py_DECREF(text);
        return NULL;
    }
    return text;
}
