/* Lengths, sizes and strides have 64 bits. */
// select: NPC605
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double
wrong(PyArrayObject *array)
{
    int rows = PyArray_DIM(array, 0), columns; // expect: NPC605 `rows`
    columns = PyArray_DIMS(array)[1]; // expect: NPC605 `columns`
    unsigned int step = PyArray_STRIDES(array)[0]; // expect: NPC605 `step`
    return (double)rows * columns + step;
}

int
wrong_alone(PyArrayObject *array)
{
    int count = PyArray_SIZE(array); // expect: NPC605 `count`
    int found = 0;
    for (int i = 0; i < count; i++) {
        found += *(char *)PyArray_GETPTR1(array, i) != 0;
    }
    return found;
}

/* Wide enough, meant, or a number that is small anyway. */
double
right(PyArrayObject *array)
{
    npy_intp rows = PyArray_DIM(array, 0);
    long long columns = PyArray_DIM(array, 1);
    int few = (int)PyArray_DIM(array, 2);
    int rank = PyArray_NDIM(array);
    int width = PyArray_ITEMSIZE(array);
    double size = PyArray_SIZE(array);
    return rows + columns + few + rank + width + size;
}
