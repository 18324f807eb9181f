// Each allocator has its own way to free; some names mean the same.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(size_t size)
{
    char *work = PyMem_Malloc(size);
    if (work == NULL) {
        return -1;
    }
    work[0] = 0;
    free(work);  // expect: NPC805 `work`
    return 0;
}

static int
right(size_t size)
{
    char *work = PyMem_Malloc(size);
    npy_intp *shape = PyDimMem_NEW(3);
    if (work == NULL || shape == NULL) {
        PyMem_Free(work);
        PyArray_free(shape);
        return -1;
    }
    work[0] = 0;
    PyMem_Free(work);
    PyArray_free(shape);
    return 0;
}
