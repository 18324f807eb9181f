// `fopen` fails whenever the file is not there.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static long
wrong(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (fseek(file, 0, SEEK_END) != 0) {  // expect: NPC813 `file`
        return -1;  // expect: NPC812 `file`
    }
    long size = ftell(file);
    fclose(file);
    return size;
}

static long
right(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return -1;
    }
    if (fseek(file, 0, SEEK_END) != 0) {
        fclose(file);
        return -1;
    }
    long size = ftell(file);
    fclose(file);
    return size;
}
