// An array constructor decides how long the dtype lives that it has stolen.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(npy_intp length, PyObject *like)
{
    PyArray_Descr *dtype = PyArray_DescrFromObject(like, NULL);
    if (dtype == NULL) {
        return NULL;
    }
    PyObject *array = PyArray_NewFromDescr(&PyArray_Type, dtype, 1, &length, NULL, NULL, 0, NULL);
    if (array == NULL) {
        return NULL;
    }
    if (dtype->kind == 'f') {  // expect: NPC208 `dtype`
        PyArray_FILLWBYTE((PyArrayObject *)array, 0);
    }
    return array;
}

static PyObject *
right(npy_intp length, PyObject *like)
{
    PyArray_Descr *dtype = PyArray_DescrFromObject(like, NULL);
    if (dtype == NULL) {
        return NULL;
    }
    char kind = dtype->kind;
    PyObject *array = PyArray_NewFromDescr(&PyArray_Type, dtype, 1, &length, NULL, NULL, 0, NULL);
    if (array == NULL) {
        return NULL;
    }
    if (kind == 'f') {
        PyArray_FILLWBYTE((PyArrayObject *)array, 0);
    }
    return array;
}

static int
wrong_stolen_twice(PyObject *first, PyObject *second, PyObject **left, PyObject **right_side)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    *left = PyArray_FromAny(first, dtype, 1, 1, NPY_ARRAY_CARRAY, NULL);
    *right_side = PyArray_FromAny(second, dtype, 1, 1, NPY_ARRAY_CARRAY, NULL);  // expect: NPC208 `dtype`
    return *left != NULL && *right_side != NULL;
}

/* A reference of our own keeps it alive. */
static PyObject *
right_reference_taken(npy_intp length, PyObject *like, char *kind)
{
    PyArray_Descr *dtype = PyArray_DescrFromObject(like, NULL);
    if (dtype == NULL) {
        return NULL;
    }
    Py_INCREF(dtype);
    PyObject *array = PyArray_NewFromDescr(&PyArray_Type, dtype, 1, &length, NULL, NULL, 0, NULL);
    *kind = dtype->kind;
    Py_DECREF(dtype);
    return array;
}

/* A list keeps its items alive. */
static PyObject *
right_in_list(PyObject *number)
{
    PyObject *list = PyList_New(1);
    PyObject *item = PyList_New(0);
    if (list == NULL || item == NULL) {
        Py_XDECREF(list);
        Py_XDECREF(item);
        return NULL;
    }
    PyList_SET_ITEM(list, 0, item);
    if (PyList_Append(item, number) < 0) {
        Py_DECREF(list);
        return NULL;
    }
    return list;
}

static Py_ssize_t
wrong_list_released(void)
{
    PyObject *list = PyList_New(1);
    PyObject *item = PyList_New(0);
    if (list == NULL || item == NULL) {
        Py_XDECREF(list);
        Py_XDECREF(item);
        return -1;
    }
    PyList_SET_ITEM(list, 0, item);
    Py_DECREF(list);
    return PyList_Size(item);  // expect: NPC218 `item`
}
