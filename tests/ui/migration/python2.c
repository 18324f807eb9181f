/* Names that Python 3 does not have. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyArrayObject *array)
{
    return PyInt_FromLong(PyArray_NDIM(array)); // expect: NPC506 `PyInt_FromLong`
}

long
wrong_value(PyObject *object)
{
    return PyInt_AsLong(object); // expect: NPC506 `PyInt_AsLong`
}

#if PY_MAJOR_VERSION < 3
PyObject *
right_for_python2(void)
{
    return PyInt_FromLong(3);
}
#else
#define PyString_FromString PyUnicode_FromString
#endif

PyObject *
right(void)
{
    return PyString_FromString("three");
}
