/* What works on objects needs the GIL. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double compute(const double *data, npy_intp length);

PyObject *
wrong(PyArrayObject *array)
{
    double sum = 0.0;
    Py_BEGIN_ALLOW_THREADS
    sum = compute(PyArray_DATA(array), PyArray_SIZE(array));
    if (sum < 0.0) {
        PyErr_SetString(PyExc_ValueError, "negative"); // expect: NPC901 `PyErr_SetString`
    }
    Py_END_ALLOW_THREADS
    return sum < 0.0 ? NULL : PyFloat_FromDouble(sum);
}

PyObject *
wrong_between_statements(PyArrayObject *array)
{
    NPY_BEGIN_THREADS_DEF;
    double *copy;
    double sum;
    NPY_BEGIN_THREADS;
    copy = PyMem_Malloc(sizeof(double)); // expect: NPC901 `PyMem_Malloc`
    if (copy != NULL) {
        copy[0] = compute(PyArray_DATA(array), 1);
    }
    NPY_END_THREADS;
    if (copy == NULL) {
        return PyErr_NoMemory();
    }
    sum = copy[0];
    PyMem_Free(copy);
    return PyFloat_FromDouble(sum);
}

int
wrong_after_saving(PyObject *callback, PyArrayObject *array)
{
    PyThreadState *state = PyEval_SaveThread();
    int is_error = compute(PyArray_DATA(array), 1) < 0.0 && PyErr_Occurred() != NULL; // expect: NPC901 `PyErr_Occurred`
    PyEval_RestoreThread(state);
    return is_error;
}

PyObject *
right(PyArrayObject *array)
{
    double sum;
    Py_BEGIN_ALLOW_THREADS
    sum = compute(PyArray_DATA(array), PyArray_DIM(array, 0));
    if (sum < 0.0) {
        Py_BLOCK_THREADS
        PyErr_SetString(PyExc_ValueError, "negative");
        return NULL;
    }
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(sum);
}

void
right_ensured(PyArrayObject *array)
{
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS;
    if (compute(PyArray_DATA(array), 1) < 0.0) {
        NPY_ALLOW_C_API_DEF
        NPY_ALLOW_C_API;
        PyErr_SetString(PyExc_ValueError, "negative");
        NPY_DISABLE_C_API;
    }
    NPY_END_THREADS;
}

PyObject *
right_iterator(NpyIter *iterator, PyArrayObject *array, int needs_api)
{
    NPY_BEGIN_THREADS_DEF;
    char *message = NULL;
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iterator, NULL);
    if (next == NULL) {
        return NULL;
    }
    NPY_BEGIN_THREADS;
    if (NpyIter_Reset(iterator, &message) == NPY_SUCCEED) {
        do {
            compute(PyArray_DATA(array), 1);
        } while (next(iterator));
    }
    NPY_END_THREADS;
    if (message != NULL) {
        PyErr_SetString(PyExc_RuntimeError, message);
        return NULL;
    }
    if (!needs_api) {
        NPY_BEGIN_THREADS;
    }
    if (needs_api && PyErr_Occurred()) {
        return NULL;
    }
    NPY_END_THREADS;
    Py_RETURN_NONE;
}

PyObject *
right_depends_on_type(PyArrayObject *array)
{
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS_DESCR(PyArray_DESCR(array));
    if (PyDataType_REFCHK(PyArray_DESCR(array)) && PyErr_Occurred()) {
        return NULL;
    }
    NPY_END_THREADS_DESCR(PyArray_DESCR(array));
    Py_RETURN_NONE;
}
