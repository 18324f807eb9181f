/* NpyIter_GetIterNext can fail. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
wrong(NpyIter *iter)
{
    NpyIter_IterNextFunc *next;
    int count = 0;
    next = NpyIter_GetIterNext(iter, NULL);
    do {
        count++;
    } while (next(iter)); // expect: NPC1004 `next`
    return count;
}

int
right(NpyIter *iter, NpyIter *other)
{
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL), *second;
    if (!next || (second = NpyIter_GetIterNext(other, NULL)) == NULL) {
        return -1;
    }
    int count = 0;
    do {
        count++;
    } while (next(iter) && second(other));
    return count;
}
