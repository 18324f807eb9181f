/* What is released has to be taken again. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

void compute(double *numbers, npy_intp length);

void
wrong(double *numbers, npy_intp length)
{
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS_THRESHOLDED(length); // expect: NPC903 `NPY_BEGIN_THREADS_THRESHOLDED`
    compute(numbers, length);
}

void
right(double *numbers, npy_intp length)
{
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS_THRESHOLDED(length);
    compute(numbers, length);
    NPY_END_THREADS;
}

void
right_in_a_block(double *numbers, npy_intp length)
{
    NPY_BEGIN_THREADS_DEF;
    if (length > 10) {
        NPY_BEGIN_THREADS;
    }
    compute(numbers, length);
    NPY_END_THREADS;
}
