// What is borrowed from an object, and the memory inside it, dies with the object.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <string.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static double
wrong(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1.0;
    }
    double *data = (double *)PyArray_DATA(array);
    Py_DECREF(array);
    return data[0];  // expect: NPC218 `data`
}

static double
right(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1.0;
    }
    double *data = (double *)PyArray_DATA(array);
    double first = data[0];
    Py_DECREF(array);
    return first;
}

static const char *
wrong_text(PyObject *object)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return NULL;
    }
    const char *characters = PyUnicode_AsUTF8(text);
    Py_DECREF(text);
    return characters;  // expect: NPC218 `characters`
}

static long
wrong_item(PyObject *object)
{
    PyObject *items = PySequence_List(object);
    if (items == NULL) {
        return -1;
    }
    PyObject *first = PyList_GetItem(items, 0);
    Py_DECREF(items);
    if (first == NULL) {
        return -1;
    }
    return PyLong_AsLong(first);  // expect: NPC218 `first`
}

/* The item has a reference of its own. */
static long
right_item(PyObject *object)
{
    PyObject *items = PySequence_List(object);
    if (items == NULL) {
        return -1;
    }
    PyObject *first = PyList_GetItem(items, 0);
    Py_XINCREF(first);
    Py_DECREF(items);
    if (first == NULL) {
        return -1;
    }
    long number = PyLong_AsLong(first);
    Py_DECREF(first);
    return number;
}

/* The caller keeps the array alive. */
static double
right_of_caller(PyArrayObject *array)
{
    Py_INCREF(array);
    double *data = (double *)PyArray_DATA(array);
    Py_DECREF(array);
    return data[0];
}

static void
wrong_in_call(PyObject *object, char *target)
{
    PyObject *text = PyObject_ASCII(object);
    if (text == NULL) {
        return;
    }
    PyObject *bytes = PyUnicode_AsASCIIString(text);
    Py_DECREF(text);
    if (bytes == NULL) {
        return;
    }
    char *characters = PyBytes_AS_STRING(bytes);
    Py_DECREF(bytes);
    strcpy(target, characters);  // expect: NPC218 `characters`
}
