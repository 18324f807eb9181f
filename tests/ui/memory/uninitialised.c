// A label frees what has no value yet on one of the ways to it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(size_t size)
{
    int status = -1;
    char *first, *second;
    first = malloc(size);
    if (first == NULL) {
        goto finish;
    }
    second = malloc(size);
    if (second == NULL) {
        goto finish;
    }
    status = 0;
finish:
    free(first);
    free(second);  // expect: NPC311 `second`
    return status;
}

static int
right(size_t size)
{
    int status = -1;
    char *first, *second = NULL;
    first = malloc(size);
    if (first == NULL) {
        goto finish;
    }
    second = malloc(size);
    if (second == NULL) {
        goto finish;
    }
    status = 0;
finish:
    free(first);
    free(second);
    return status;
}
