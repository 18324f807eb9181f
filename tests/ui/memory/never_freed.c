// Working memory that no way out frees.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static PyObject *
wrong(Py_ssize_t size)
{
    double *work = (double *)malloc(size * sizeof(double));  // expect: NPC811 `work`
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    memset(work, 0, size * sizeof(double));
    return PyFloat_FromDouble(work[0]);
}

static PyObject *
right(Py_ssize_t size)
{
    double *work = (double *)malloc(size * sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    memset(work, 0, size * sizeof(double));
    PyObject *result = PyFloat_FromDouble(work[0]);
    free(work);
    return result;
}
