// numpy-capi: ignore-file[NPC203] leaks on the way out of a short-lived tool
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
right(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;
    }
    return text;
}

static void
wrong(PyObject *list)
{
    PyList_Append(list, PyLong_FromLong(3));  // expect: NPC202
}
