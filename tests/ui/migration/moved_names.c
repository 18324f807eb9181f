/* Names that moved to the header that brings the function table. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/ndarraytypes.h>

int
wrong(PyArray_Descr *descr)
{
    return PyDataType_REFCHK(descr); // expect: NPC1112 `PyDataType_REFCHK`
}

int
right(PyArrayObject *array)
{
    return PyArray_NDIM(array);
}
