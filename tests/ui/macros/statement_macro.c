// Macros of the file without semicolons, one after the other, whatever they are called.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define put(x, y) \
    do { \
        *(x) = (y); \
    } while (0);

static int
wrong(PyObject *object, double *values)
{
    PyObject *text = PyObject_Str(object);  // expect: NPC204 `text`
    if (text == NULL) {
        return -1;
    }
    put(values, 1)
    put(values + 1, 2)
    if (values[0] > values[1])
        put(values, 3)
    else
        put(values, 4)
    return 0;
}

static int
right(PyObject *object, double *values)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    put(values, 1)
    put(values + 1, 2)
    if (values[0] > values[1])
        put(values, 3)
    else
        put(values, 4)
    Py_DECREF(text);
    return 0;
}
