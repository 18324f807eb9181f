// A loop macro with its only statement on the same line.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

#define EACH for (npy_intp i = 0; i < count; i++)

static int
wrong(PyObject *object, npy_intp count, double *values)
{
    double total = 0;
    EACH total += values[i];
    EACH if (values[i] > 0) {
        values[0] = total;
    }
    PyObject *text = PyObject_Str(object);  // expect: NPC204 `text`
    return text == NULL ? -1 : 0;
}

static int
right(PyObject *object, npy_intp count, double *values)
{
    double total = 0;
    PyObject *text = PyObject_Str(object);
    if (text == NULL) {
        return -1;
    }
    EACH total += values[i];
    values[0] = total;
    Py_DECREF(text);
    return 0;
}
