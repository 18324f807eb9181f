// A macro heads a loop that ends: what stands behind it is reached.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define UNARY_LOOP for (npy_intp i = 0; i < count; i++)

static int
wrong(PyObject *object, npy_intp count, double *values)
{
    PyObject *text = PyObject_Str(object);  // expect: NPC204 `text`
    if (text == NULL) {
        return -1;
    }
    UNARY_LOOP {
        values[i] = 0;
    }
    return 0;
}

static int
right(PyObject *object, npy_intp count, double *values)
{
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    UNARY_LOOP {
        values[i] = 0;
    }
    Py_DECREF(text);
    return 0;
}
