// Where the function that moves an iterator on is not to be had, the iterator still has to go.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        return -1;  // expect: NPC1001 `iter`
    }
    while (next(iter)) {
    }
    return NpyIter_Deallocate(iter) == NPY_SUCCEED ? 0 : -1;
}

static int
right(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    while (next(iter)) {
    }
    return NpyIter_Deallocate(iter) == NPY_SUCCEED ? 0 : -1;
}

PyMODINIT_FUNC
PyInit_rounds(void)
{
    import_array();
    return NULL;
}
