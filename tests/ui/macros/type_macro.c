// A type among the arguments of a macro of the file.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define SWAP(left, right, type) \
    { \
        type kept = (left); \
        (left) = (right); \
        (right) = kept; \
    }

static int
wrong(PyObject *object, char **first, char **second)
{
    static int calls;
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    SWAP(*first, *second, char *);
    if (++calls > 1) {
        return -1;  // expect: NPC203 `text`
    }
    Py_DECREF(text);
    return 0;
}

static int
right(PyObject *object, char **first, char **second)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    SWAP(*first, *second, char *);
    Py_DECREF(text);
    return 0;
}
