/* Widths that differ on other platforms only, and formats that differ with them. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyObject *args)
{
    npy_intp length = 0;
    npy_int64 offset = 0;
    if (!PyArg_ParseTuple(args, "ll", &length, &offset)) { // expect: NPC402 `&length`, NPC402 `&offset`
        return NULL;
    }
    return PyLong_FromSsize_t(length);
}

/* What stands in a header says how the format ends, so only its beginning counts. */
#ifdef SHAPE_FORMAT
PyObject *
wrong_beginning(PyObject *args)
{
    npy_intp length = 0;
    int width = 0, height = 0;
    if (!PyArg_ParseTuple(args, "ii" SHAPE_FORMAT, &length, &width, &height)) { // expect: NPC402 `&length`
        return NULL;
    }
    return PyLong_FromSsize_t(length);
}
#endif

PyObject *
right(PyObject *args)
{
    npy_intp length = 0;
    npy_int64 offset = 0;
    npy_off_t position = 0;
    if (!PyArg_ParseTuple(args, NPY_SSIZE_T_PYFMT "L" NPY_OFF_T_PYFMT, &length, &offset, &position)) {
        return NULL;
    }
    if (length < 0) {
        PyErr_Format(PyExc_ValueError, "%" NPY_INTP_FMT " is negative", length);
        return NULL;
    }
    return PyLong_FromSsize_t(length);
}
