// A result that is stored in an element can be tested there.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object, PyObject *dict)
{
    PyObject *text = PyObject_Str(object);
    int status = PyDict_SetItemString(dict, "text", text);  // expect: NPC301 `text`
    Py_DECREF(text);
    return status;
}

static int
right(PyObject **slots, PyObject *object, PyObject *dict)
{
    PyObject *text = PyObject_Str(object);
    slots[0] = text;
    if (slots[0] == NULL) {
        return -1;
    }
    return PyDict_SetItemString(dict, "text", text);
}
