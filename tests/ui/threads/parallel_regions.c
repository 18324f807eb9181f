/* The threads of OpenMP have no GIL. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#pragma GCC diagnostic ignored "-Wunknown-pragmas"

void
wrong(PyObject **items, int length)
{
#pragma omp parallel
    {
#pragma omp for
        for (int i = 0; i < length; i++) {
            Py_INCREF(items[i]); // expect: NPC908 `Py_INCREF`
            items[i + length] = items[i];
        }
    }
}

void
right(double *numbers, int length)
{
    PyObject *list = PyList_New(length);
#pragma omp simd
    for (int i = 0; i < length; i++) {
        numbers[i] += 1.0;
    }
    Py_XDECREF(list);
}

void
right_ensured(double *numbers, int length)
{
#pragma omp parallel for
    for (int i = 0; i < length; i++) {
        if (numbers[i] < 0.0) {
            PyGILState_STATE state = PyGILState_Ensure();
            PyErr_SetString(PyExc_ValueError, "negative");
            PyGILState_Release(state);
        }
    }
}
