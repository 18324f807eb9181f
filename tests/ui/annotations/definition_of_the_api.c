// Who defines a function of the C-API keeps its contract: NumPy's own sources, and stand-ins for them.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/ndarraytypes.h>

// Its result is a new reference.
PyObject *
PyArray_Transpose(PyArrayObject *array, PyArray_Dims *permute)
{
    if (permute == NULL) {
        return (PyObject *)array;  // expect: NPC211 `array`
    }
    Py_INCREF(array);
    return (PyObject *)array;
}

// It takes the descriptor over, whatever comes of it.
PyObject *
PyArray_CastToType(PyArrayObject *array, PyArray_Descr *descr, int is_fortran)
{
    if (is_fortran) {
        PyErr_SetString(PyExc_ValueError, "not in this order");
        return NULL;  // expect: NPC224 `descr`
    }
    Py_DECREF(descr);
    Py_INCREF(array);
    return (PyObject *)array;
}

// The object stays the caller's.
int
PyArray_Converter(PyObject *object, PyObject **address)
{
    Py_DECREF(object);  // expect: NPC205 `object`
    *address = NULL;
    return 1;
}

// Callers go by the contract and not by the definition.
PyObject *
wrong(PyArrayObject *array)
{
    PyArray_Descr *descr = PyArray_DESCR(array);
    return PyArray_CastToType(array, descr, 0);  // expect: NPC206 `descr`
}

PyObject *
right(PyArrayObject *array)
{
    PyArray_Descr *descr = PyArray_DESCR(array);
    Py_INCREF(descr);
    return PyArray_CastToType(array, descr, 0);
}
