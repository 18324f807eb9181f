/* Type numbers with a twin of the same layout. */
// select: NPC701
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
wrong(PyArrayObject *array)
{
    int number = PyArray_TYPE(array);
    if (PyArray_TYPE(array) == NPY_ULONG) { // expect: NPC701 `NPY_ULONG`
        return 1;
    }
    return number != NPY_INT64; // expect: NPC701 `NPY_INT64`
}

/* No twin, both twins, or another question. */
int
right(PyArrayObject *array, int kind)
{
    if (PyArray_TYPE(array) == NPY_DOUBLE || PyArray_TYPE(array) == NPY_BOOL) {
        return 1;
    }
    if (PyArray_TYPE(array) == NPY_ULONG || PyArray_TYPE(array) == NPY_ULONGLONG) {
        return 2;
    }
    return kind == NPY_INT64 || PyArray_EquivTypenums(PyArray_TYPE(array), NPY_INT64);
}
