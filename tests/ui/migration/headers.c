/* Headers that are gone. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/npy_interrupt.h> // expect: NPC1110 `numpy/npy_interrupt.h`
#include <numpy/arrayobject.h>
#include "numpy/old_defines.h" // expect: NPC1110 `numpy/old_defines.h`
#ifdef NPY_1_7_API_VERSION
#else
#include <numpy/noprefix.h>
#endif

static int
wrong(PyObject *object)
{
    return PyArray_Check(object) && PyArray_DESCR((PyArrayObject *)object)->type_num == PyArray_LONG; // expect: NPC1102 `PyArray_LONG`
}

static int
right(PyObject *object)
{
    return PyArray_Check(object);
}
