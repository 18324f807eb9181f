/* With an external loop each step delivers a run of elements. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
wrong(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_EXTERNAL_LOOP, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
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
    } while (next(iter)); // expect: NPC1005 `iter`
    return NpyIter_Deallocate(iter) ? 0 : -1;
}

void add_one(char **data, NpyIter *iter);

/* The run is walked, here or elsewhere. */
int
right(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_EXTERNAL_LOOP, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    npy_intp *strides = NpyIter_GetInnerStrideArray(iter);
    npy_intp *length = NpyIter_GetInnerLoopSizePtr(iter);
    do {
        char *address = data[0];
        for (npy_intp i = 0; i < *length; i++, address += strides[0]) {
            *(double *)address += 1;
        }
    } while (next(iter));
    return NpyIter_Deallocate(iter) ? 0 : -1;
}

int
right_elsewhere(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_EXTERNAL_LOOP, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
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
        add_one(data, iter);
    } while (next(iter));
    return NpyIter_Deallocate(iter) ? 0 : -1;
}
