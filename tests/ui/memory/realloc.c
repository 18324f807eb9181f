// Where `realloc` fails, the old memory is still there, and the only pointer to it has been overwritten.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static char *
wrong(size_t size)
{
    char *text = malloc(size);
    if (text == NULL) {
        return NULL;
    }
    text = realloc(text, 2 * size);  // expect: NPC815 `text`
    return text;
}

static char *
right(size_t size)
{
    char *text = malloc(size);
    if (text == NULL) {
        return NULL;
    }
    char *more = realloc(text, 2 * size);
    if (more == NULL) {
        free(text);
        return NULL;
    }
    return more;
}

static char *
wrong_unchecked(char *text, size_t size)
{
    char *more = realloc(text, size);
    more[0] = 0;  // expect: NPC813 `more`
    return more;
}
