/* A new reference that is returned needs no other: the one that was taken goes. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(PyObject *source)
{
    PyObject *text = PyObject_Str(source);
    if (text == NULL) {
        return NULL;
    }
    Py_INCREF(text);
    return text; // expect: NPC203 `text`
}

PyObject *
right(PyObject *source)
{
    PyObject *text = PyObject_Str(source);
    if (text == NULL) {
        return NULL;
    }
    return text;
}
