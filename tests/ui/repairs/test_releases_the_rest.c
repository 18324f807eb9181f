/* Where the test that is put in fails, what was made before is released. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(PyObject *callable, PyObject *source)
{
    PyObject *text = PyObject_Str(source);
    if (text == NULL) {
        return NULL;
    }
    char *copy = malloc(16);
    if (copy == NULL) {
        Py_DECREF(text);
        return PyErr_NoMemory();
    }
    PyObject *keywords = PyDict_New();
    PyDict_SetItemString(keywords, "text", text); // expect: NPC301 `keywords`
    PyObject *result = PyObject_Call(callable, source, keywords);
    Py_DECREF(keywords);
    free(copy);
    Py_DECREF(text);
    return result;
}

PyObject *
right(PyObject *callable, PyObject *source)
{
    PyObject *text = PyObject_Str(source);
    if (text == NULL) {
        return NULL;
    }
    char *copy = malloc(16);
    if (copy == NULL) {
        Py_DECREF(text);
        return PyErr_NoMemory();
    }
    PyObject *keywords = PyDict_New();
    if (keywords == NULL) {
        free(copy);
        Py_DECREF(text);
        return NULL;
    }
    PyDict_SetItemString(keywords, "text", text);
    PyObject *result = PyObject_Call(callable, source, keywords);
    Py_DECREF(keywords);
    free(copy);
    Py_DECREF(text);
    return result;
}
