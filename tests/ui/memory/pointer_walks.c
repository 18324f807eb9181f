// A pointer that walks through memory does not lose it while another holds its start.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static char *
wrong(const char *text, size_t size)
{
    char *start = malloc(size + 1);
    char *to = start;
    while (*text) {
        *to++ = *text++;  // expect: NPC813 `start`
    }
    *to = 0;
    return start;
}

static char *
right(const char *text, size_t size)
{
    char *start = malloc(size + 1);
    if (start == NULL) {
        return NULL;
    }
    char *to = start;
    while (*text) {
        *to++ = *text++;
    }
    *to = 0;
    return start;
}
