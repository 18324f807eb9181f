/* Lengths of texts, in a file that does not ask for them as Py_ssize_t. */
#include <stdio.h>
#include <Python.h>

PyObject *
wrong(PyObject *args)
{
    const char *text = NULL;
    Py_ssize_t length = 0;
    if (!PyArg_ParseTuple(args, "s#", &text, &length)) { // expect: NPC411 `s#`
        return NULL;
    }
    return Py_BuildValue("y#", text, length); // expect: NPC411 `y#`
}

PyObject *
right(PyObject *args)
{
    Py_buffer view;
    if (!PyArg_ParseTuple(args, "s*:lengths#", &view)) {
        return NULL;
    }
    PyBuffer_Release(&view);
    return PyUnicode_FromFormat("%#x", 3);
}
