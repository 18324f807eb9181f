// A macro is the head of the function.
#include <Python.h>

#define METHOD(name, type) PyObject *name(PyObject *self, type *argument)

PyObject *wrong(PyObject *self, PyObject *argument);
PyObject *right(PyObject *self, PyObject *argument);

METHOD(wrong, PyObject)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_Append(list, argument) < 0) {
        return NULL;  // expect: NPC203 `list`
    }
    return list;
}

METHOD(right, PyObject)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    if (PyList_Append(list, argument) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}
