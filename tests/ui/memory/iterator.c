// An iterator is ended by `NpyIter_Deallocate`; calling its functions does not end it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyArrayObject *array, double *sum)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *iternext = NpyIter_GetIterNext(iter, NULL);
    if (iternext == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    do {
        *sum += *(double *)*data;
    } while (iternext(iter));
    if (PyErr_Occurred()) {
        return -1;  // expect: NPC1001 `iter`
    }
    return NpyIter_Deallocate(iter) == NPY_SUCCEED ? 0 : -1;
}

static int
right(PyArrayObject *array, double *sum)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *iternext = NpyIter_GetIterNext(iter, NULL);
    if (iternext == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    do {
        *sum += *(double *)*data;
    } while (iternext(iter));
    if (PyErr_Occurred()) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    return NpyIter_Deallocate(iter) == NPY_SUCCEED ? 0 : -1;
}
