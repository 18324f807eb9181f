// A macro that is another name of a function is that function.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define as_text PyObject_Str
#define object_of(value) as_text(value)

static int
wrong(PyObject *object)
{
    PyObject *text = as_text(object);  // expect: NPC204 `text`
    if (text == NULL) {
        return -1;
    }
    return 0;
}

static int
right(PyObject *object)
{
    PyObject *text = as_text(object);
    if (text == NULL) {
        return -1;
    }
    Py_DECREF(text);
    return 0;
}
