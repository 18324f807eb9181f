// What suppresses nothing is reported: where the rule is on, the code is read, and the name is one.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;  /* numpy-capi: ignore[NPC203] not yet owned */  // expect: NPC001 `NPC203`
    }
    return text;  /* numpy-capi: ignore[NPC9999, NPC2] mistyped */  // expect: NPC001 `NPC2`, NPC002 `NPC9999`
}

static PyObject *
in_part(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;  /* numpy-capi: ignore[NPC203, NPC204] half of it */  // expect: NPC001 `NPC204`
    }
    return text;
}

static PyObject *
without_brackets(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return NULL;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return NULL;  /* numpy-capi: ignore NPC203 */  // expect: NPC002, NPC203 `text`
    }
    return text;
}

static PyObject *
right(PyObject *arg)
{
#if 0
    /* numpy-capi: ignore[NPC203] dead code */
    return NULL;
#endif
    return PyObject_Str(arg);
}
