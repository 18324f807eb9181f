/* The label returns a variable: a new way to it makes the function fail as the others do. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int
wrong(PyObject *source, PyObject *list)
{
    int result = 0;
    PyObject *text = NULL;
    if (PyList_Sort(list) < 0) {
        result = -1;
        goto done;
    }
    text = PyObject_Str(source);
    Py_INCREF(text); // expect: NPC301 `text`
    if (PyList_Append(list, text) < 0) {
        result = -1;
    }
    Py_DECREF(text);

done:
    Py_XDECREF(text);
    return result;
}

int
right(PyObject *source, PyObject *list)
{
    int result = 0;
    PyObject *text = NULL;
    if (PyList_Sort(list) < 0) {
        result = -1;
        goto done;
    }
    text = PyObject_Str(source);
    if (text == NULL) {
        result = -1;
        goto done;
    }
    Py_INCREF(text);
    if (PyList_Append(list, text) < 0) {
        result = -1;
    }
    Py_DECREF(text);

done:
    Py_XDECREF(text);
    return result;
}
