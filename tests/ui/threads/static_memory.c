/* A static array is one array for all threads. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

void compute(double *work, const double *table, int length);

PyObject *
wrong(int length)
{
    static double work[64];
    static const double table[2] = {0.5, 0.25};
    Py_BEGIN_ALLOW_THREADS
    compute(work, table, length); // expect: NPC906 `work`
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(work[0]);
}

PyObject *
right_under_the_gil(int length)
{
    static double work[64];
    static const double table[2] = {0.5, 0.25};
    double sum;
    compute(work, table, length);
    sum = work[0];
    Py_BEGIN_ALLOW_THREADS
    compute(&sum, table, 1);
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(sum);
}

PyObject *
right(int length)
{
    static _Thread_local double work[64];
    static const double table[2] = {0.5, 0.25};
    Py_BEGIN_ALLOW_THREADS
    compute(work, table, length);
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(work[0]);
}
