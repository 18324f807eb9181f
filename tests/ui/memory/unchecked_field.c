// Memory in a field belongs to the object, and must be there all the same.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    double *cache;
    Py_ssize_t size;
} Table;

static int
wrong(Table *self)
{
    self->cache = PyMem_Malloc(self->size * sizeof(double));
    self->cache[0] = 1;  // expect: NPC813 `self->cache`
    return 0;
}

static int
right(Table *self)
{
    self->cache = PyMem_Malloc(self->size * sizeof(double));
    if (self->cache == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    self->cache[0] = 1;
    return 0;
}
