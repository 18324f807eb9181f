/* Success passes the label too: the write-back is carried out there, and not discarded. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *source)
{
    PyArrayObject *array =
        (PyArrayObject *)PyArray_FROM_OTF(source, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        goto exit;
    }
    PyArray_FILLWBYTE(array, 0);

exit:
    Py_XDECREF(array); // expect: NPC808 `array`
    return PyErr_Occurred() ? NULL : Py_BuildValue("");
}

PyObject *
right(PyObject *source)
{
    PyArrayObject *array =
        (PyArrayObject *)PyArray_FROM_OTF(source, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        goto exit;
    }
    PyArray_FILLWBYTE(array, 0);

exit:
    PyArray_ResolveWritebackIfCopy(array);
    Py_XDECREF(array);
    return PyErr_Occurred() ? NULL : Py_BuildValue("");
}
