/* The label empties the caller's slot as well: an exit that leaves the slot alone does not go there. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int
wrong(PyObject *source, PyObject **slot)
{
    PyObject *text = PyObject_Str(source);
    if (text == NULL) {
        goto fail;
    }
    if (PyObject_SetAttrString(source, "text", text) < 0) {
        goto fail;
    }
    if (PyObject_Size(text) < 0) {
        return -1; // expect: NPC203 `text`
    }
    Py_DECREF(text);
    return 0;

fail:
    Py_XDECREF(text);
    *slot = NULL;
    return -1;
}

int
right(PyObject *source, PyObject **slot)
{
    PyObject *text = PyObject_Str(source);
    if (text == NULL) {
        goto fail;
    }
    if (PyObject_SetAttrString(source, "text", text) < 0) {
        goto fail;
    }
    if (PyObject_Size(text) < 0) {
        Py_DECREF(text);
        return -1;
    }
    Py_DECREF(text);
    return 0;

fail:
    Py_XDECREF(text);
    *slot = NULL;
    return -1;
}
