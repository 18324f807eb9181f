/* Descriptors of built-in types and of arrays belong to everybody. */
#define NPY_NO_DEPRECATED_API NPY_2_0_API_VERSION
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(npy_intp count, int width)
{
    PyArray_Descr *descr = PyArray_DescrFromType(NPY_STRING);
    PyDataType_SET_ELSIZE(descr, width); // expect: NPC704 `PyArray_DescrFromType`
    return PyArray_NewFromDescr(&PyArray_Type, descr, 1, &count, NULL, NULL, 0, NULL);
}

void
wrong_of_array(PyArrayObject *array, int width)
{
    PyDataType_SET_ELSIZE(PyArray_DESCR(array), width); // expect: NPC704 `PyArray_DESCR`
}

PyObject *
right(npy_intp count, int width, PyArray_Descr *given)
{
    PyArray_Descr *descr = given == NULL ? PyArray_DescrNewFromType(NPY_STRING) : PyArray_DescrNew(given);
    if (descr == NULL) {
        return NULL;
    }
    PyDataType_SET_ELSIZE(descr, width);
    return PyArray_NewFromDescr(&PyArray_Type, descr, 1, &count, NULL, NULL, 0, NULL);
}

PyArray_Descr *
right_copy(PyArrayObject *array, int width)
{
    PyArray_Descr *descr = PyArray_DESCR(array);
    descr = PyArray_DescrNew(descr);
    if (descr == NULL) {
        return NULL;
    }
    PyDataType_SET_ELSIZE(descr, width);
    return descr;
}

/* The type is the module's own, or the array has a descriptor of its own. */
PyArray_Descr *
right_of_user_type(int number, int width)
{
    PyArray_Descr *descr = PyArray_DescrFromType(number);
    if (descr == NULL) {
        return NULL;
    }
    PyDataType_SET_ELSIZE(descr, width);
    return descr;
}

PyObject *
right_of_own_array(npy_intp count, int width)
{
    PyArray_Descr *descr = PyArray_DescrNewFromType(NPY_STRING);
    if (descr == NULL) {
        return NULL;
    }
    PyDataType_SET_ELSIZE(descr, 1);
    PyObject *array = PyArray_NewFromDescr(&PyArray_Type, descr, 1, &count, NULL, NULL, 0, NULL);
    if (array != NULL) {
        PyDataType_SET_ELSIZE(PyArray_DESCR((PyArrayObject *)array), width);
    }
    return array;
}
