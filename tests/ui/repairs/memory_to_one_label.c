// Memory, an iterator and a stream that many exits lose go to one label, which releases them in reverse order.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdio.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyArrayObject *array, const char *path, npy_intp size)
{
    double *work = PyMem_Malloc(size * sizeof(double));
    if (work == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        PyErr_SetFromErrno(PyExc_OSError);
        return -1; // expect: NPC812 `work`
    }
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1; // expect: NPC812 `work`, NPC812 `file`
    }
    if (fread(work, sizeof(double), (size_t)size, file) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, "short file");
        return -1; // expect: NPC812 `work`, NPC812 `file`, NPC1001 `iter`
    }
    int status = NpyIter_GetIterSize(iter) == size;
    NpyIter_Deallocate(iter);
    fclose(file);
    PyMem_Free(work);
    return status;
}

static int
right(PyArrayObject *array, const char *path, npy_intp size)
{
    NpyIter *iter = NULL;
    double *work = PyMem_Malloc(size * sizeof(double));
    if (work == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        PyErr_SetFromErrno(PyExc_OSError);
        goto fail;
    }
    iter = NpyIter_New(array, NPY_ITER_READONLY, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        goto fail;
    }
    if (fread(work, sizeof(double), (size_t)size, file) != (size_t)size) {
        PyErr_SetString(PyExc_ValueError, "short file");
        goto fail;
    }
    int status = NpyIter_GetIterSize(iter) == size;
    NpyIter_Deallocate(iter);
    fclose(file);
    PyMem_Free(work);
    return status;

fail:
    NpyIter_Deallocate(iter);
    if (file != NULL) {
        fclose(file);
    }
    PyMem_Free(work);
    return -1;
}
