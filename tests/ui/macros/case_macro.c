// The cases of a switch come from macros: what they assign is not known.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define TYPE(code, call) case code: text = call(object); break;

static int
wrong(PyObject *object, int code)
{
    PyObject *text = PyObject_Repr(object);
    if (text == NULL) {
        return -1;
    }
    switch (code) {
        case 1:
            return -1;  // expect: NPC203 `text`
        default:
            break;
    }
    Py_DECREF(text);
    return 0;
}

static PyObject *
right(PyObject *object, int code)
{
    PyObject *text = NULL;
    switch (code) {
        TYPE(Py_LT, PyObject_Str)
        TYPE(Py_GT, PyObject_Repr)
    }
    return text;
}
