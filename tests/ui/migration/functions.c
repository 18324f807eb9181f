/* Functions that are gone: those with a successor of the same arguments are renamed. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
wrong(PyArrayObject *to, PyArrayObject *from)
{
    if (NPY_REFCOUNT(from) > 1) { // expect: NPC1103 `NPY_REFCOUNT`
        return PyArray_MoveInto(to, from); // expect: NPC1103 `PyArray_MoveInto`
    }
    return PyArray_CastTo(to, from); // expect: NPC1103 `PyArray_CastTo`
}

/* The file's own, whatever NumPy had under that name. */
static int
PyArray_CastAnyTo(PyArrayObject *to, PyArrayObject *from)
{
    return PyArray_CopyAnyInto(to, from);
}

static int
right(PyArrayObject *to, PyArrayObject *from)
{
    return PyArray_CastAnyTo(to, from);
}
