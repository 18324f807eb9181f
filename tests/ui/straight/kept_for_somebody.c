/* Who takes a reference to what he was given, and never releases it, keeps it alive for somebody. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int
right(PyObject *object)
{
    if (Py_REFCNT(object) > 0) {
        Py_INCREF(object);
        return 1;
    }
    return 0;
}

static PyObject *
wrong_forgets_one_way(PyObject *self, PyObject *object)
{
    Py_INCREF(object);
    if (PyObject_Size(object) < 0) {
        return NULL;  // expect: NPC203 `object`
    }
    Py_DECREF(object);
    Py_RETURN_NONE;
}

static PyObject *
wrong(PyObject *self, PyObject *object)
{
    PyObject *text = PyObject_Str(object);  // expect: NPC204 `text`
    if (text == NULL) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyUnicode_GetLength(text));
}

PyObject *
use(PyObject *self, PyObject *object)
{
    PyObject *first = wrong_forgets_one_way(self, object);
    Py_XDECREF(first);
    if (!right(object)) {
        Py_RETURN_NONE;
    }
    return wrong(self, object);
}
