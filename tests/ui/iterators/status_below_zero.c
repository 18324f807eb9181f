/* Iterator calls return 1 and 0. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
wrong(NpyIter *iter)
{
    int status;
    if (NpyIter_Reset(iter, NULL) < 0) { // expect: NPC307 `NpyIter_Reset`
        return -1;
    }
    if ((status = NpyIter_RemoveMultiIndex(iter)) == -1) { // expect: NPC307 `NpyIter_RemoveMultiIndex`
        return status;
    }
    return 0;
}

int
right(NpyIter *iter)
{
    if (NpyIter_Reset(iter, NULL) != NPY_SUCCEED || NpyIter_GetNDim(iter) < 0) {
        return -1;
    }
    if (!NpyIter_RemoveMultiIndex(iter)) {
        return -1;
    }
    return NpyIter_EnableExternalLoop(iter) == NPY_SUCCEED ? 0 : -1;
}
