// After the release of the only reference the pointer means nothing.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *args)
{
    PyObject *array = PyArray_FROM_OTF(args, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1;
    }
    Py_DECREF(array);
    return PyArray_NDIM((PyArrayObject *)array);  // expect: NPC218 `array`
}

static int
right(PyObject *args)
{
    PyObject *array = PyArray_FROM_OTF(args, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1;
    }
    int dimensions = PyArray_NDIM((PyArrayObject *)array);
    Py_DECREF(array);
    return dimensions;
}

static int
wrong_in_message(PyArray_Descr *wanted, int number)
{
    PyArray_Descr *found = PyArray_DescrNewFromType(number);
    if (found == NULL) {
        return -1;
    }
    int same = PyArray_EquivTypes(found, wanted);
    Py_DECREF(found);
    if (!same) {
        PyErr_Format(PyExc_TypeError, "type %c", found->type);  // expect: NPC218 `found`
        return -1;
    }
    return 0;
}

static PyObject *
wrong_returned(Py_ssize_t length)
{
    PyObject *list = PyList_New(length);
    Py_XDECREF(list);
    return list;  // expect: NPC218 `list`
}

/* The dictionary keeps the value alive. */
static int
right_kept_by_dictionary(PyObject *dictionary)
{
    PyObject *value = PyList_New(0);
    if (value == NULL) {
        return -1;
    }
    int status = PyDict_SetItemString(dictionary, "values", value);
    Py_DECREF(value);
    return status < 0 ? -1 : PyList_Append(value, dictionary);
}

/* Modules stay in the table of modules. */
static PyObject *
right_module(void)
{
    PyObject *module = PyImport_ImportModule("math");
    if (module == NULL) {
        return NULL;
    }
    Py_DECREF(module);
    return PyObject_GetAttrString(module, "pi");
}

/* A reference that was taken in between keeps it alive. */
static PyObject *
right_taken_again(PyObject *number)
{
    PyObject *result = PyNumber_Negative(number);
    if (result == NULL) {
        return NULL;
    }
    Py_INCREF(result);
    Py_DECREF(result);
    return result;
}

/* A built-in type lives as long as NumPy. */
static char
right_built_in_type(void)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    Py_DECREF(dtype);
    return dtype->kind;
}
