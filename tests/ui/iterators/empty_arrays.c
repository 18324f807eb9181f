/* The first round of do ... while runs unasked. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static NpyIter *
made_elsewhere(PyArrayObject *array, npy_uint32 flags)
{
    return NpyIter_New(array, flags, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
}

int
wrong(PyArrayObject *array)
{
    NpyIter_IterNextFunc *next;
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_ZEROSIZE_OK, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    do {
        **(double **)data += 1;
    } while (next(iter)); // expect: NPC1003 `iter`
    return NpyIter_Deallocate(iter) ? 0 : -1;
}

/* A test of the size, no such flag, or flags that are not seen. */
int
right(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_ZEROSIZE_OK, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    if (NpyIter_GetIterSize(iter) == 0) {
        return NpyIter_Deallocate(iter) ? 0 : -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    do {
        **(double **)data += 1;
    } while (next(iter));
    return NpyIter_Deallocate(iter) ? 0 : -1;
}

int
right_without_flag(PyArrayObject *array, npy_uint32 flags)
{
    NpyIter *iter = flags ? made_elsewhere(array, flags)
                          : NpyIter_New(array, NPY_ITER_READWRITE, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    do {
        **(double **)data += 1;
    } while (next(iter));
    return NpyIter_Deallocate(iter) ? 0 : -1;
}
