// The first use of memory comes before the test. A size of zero needs no memory.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static char *
wrong(const char *text, Py_ssize_t size)
{
    char *copy = malloc(size + 1);
    memcpy(copy, text, size);  // expect: NPC813 `copy`
    copy[size] = 0;
    return copy;
}

static char *
right(const char *text, Py_ssize_t size)
{
    char *copy = malloc(size + 1);
    if (copy == NULL) {
        return NULL;
    }
    memcpy(copy, text, size);
    copy[size] = 0;
    return copy;
}

static int
right_without_elements(double *to, Py_ssize_t size)
{
    double *work = PyMem_Malloc(size * sizeof(double));
    if (size && work == NULL) {
        return -1;
    }
    memcpy(to, work, size * sizeof(double));
    PyMem_Free(work);
    return 0;
}
