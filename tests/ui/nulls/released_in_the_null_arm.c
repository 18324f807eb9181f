// Where a test says that the pointer is NULL, there is nothing to release.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        Py_DECREF(text);  // expect: NPC311 `text`
        return NULL;
    }
    return text;
}

static PyObject *
right(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        Py_XDECREF(text);
        return NULL;
    }
    return text;
}

static PyObject *
wrong_at_a_label(PyObject *object)
{
    PyObject *first = NULL, *second = NULL;
    first = PyObject_Str(object);
    if (first == NULL) {
        goto fail;
    }
    second = PyObject_Repr(object);
    if (second == NULL) {
        goto fail;
    }
    Py_DECREF(second);
    return first;
fail:
    Py_DECREF(first);  // expect: NPC311 `first`
    Py_XDECREF(second);
    return NULL;
}

static PyObject *
right_at_a_label(PyObject *object)
{
    PyObject *first = NULL, *second = NULL;
    first = PyObject_Str(object);
    if (first == NULL) {
        goto fail;
    }
    second = PyObject_Repr(object);
    if (second == NULL) {
        goto fail;
    }
    Py_DECREF(second);
    return first;
fail:
    Py_XDECREF(first);
    Py_XDECREF(second);
    return NULL;
}

void give_up(const char *message);

static Py_ssize_t
right_after_a_call_that_may_not_return(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        give_up("no text");
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    Py_DECREF(text);
    return length;
}

static Py_ssize_t
right_under_a_condition(PyObject *items, int has_items)
{
    Py_ssize_t length = 0;
    if (items == NULL && has_items) {
        return -1;
    }
    if (has_items) {
        length = PyList_GET_SIZE(items);
    }
    return length;
}
