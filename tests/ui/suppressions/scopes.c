// A comment holds for its line, for the statement behind it, or for the function at whose head it stands.
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
        return NULL;  /* numpy-capi: ignore[NPC203] this line */
    }
    /* numpy-capi: ignore[NPC2] the statement, however long it is */
    if (PyUnicode_GetLength(
            text) == 1) return NULL;
    return text;
}

static PyObject *
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;  // expect: NPC203 `text`
    }
    return text;
}

/* numpy-capi: ignore[early-return-leak] every return of the function */
static PyObject *
right_function(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 1) {
        return NULL;
    }
    return text;
}

static PyObject *
right_at_the_brace(PyObject *arg)
{  // numpy-capi: ignore[ownership] every return of the function
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;
    }
    return text;
}
