/* Every round has to move the iterator on. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

double
wrong(PyArrayMultiIterObject *multi)
{
    double sum = 0;
    while (PyArray_MultiIter_NOTDONE(multi)) {
        double value = *(double *)PyArray_MultiIter_DATA(multi, 0);
        if (value != value) {
            continue; // expect: NPC1006 `multi`
        }
        sum += value;
        PyArray_MultiIter_NEXT(multi);
    }
    return sum;
}

double
wrong_without_step(PyArrayIterObject *iter)
{
    double sum = 0;
    while (PyArray_ITER_NOTDONE(iter)) { // expect: NPC1006 `iter`
        sum += *(double *)PyArray_ITER_DATA(iter);
    }
    return sum;
}

int
wrong_in_for(PyArrayIterObject *iter)
{
    int found = 0;
    for (int i = 0; PyArray_ITER_NOTDONE(iter); i++) {
        if (*(char *)PyArray_ITER_DATA(iter) == 0) {
            continue; // expect: NPC1006 `iter`
        }
        found = i;
        PyArray_ITER_NEXT(iter);
    }
    return found;
}

void step(PyArrayIterObject *iter);

/* The step comes first, or is somebody else's; a loop may also be left. */
double
right(PyArrayIterObject *iter, PyArrayIterObject *other, double *table)
{
    double sum = 0;
    for (npy_intp i = 0; PyArray_ITER_NOTDONE(iter); i++) {
        PyArray_ITER_NEXT(iter);
        if (i % 2 == 0) {
            continue;
        }
        sum += 1;
    }
    PyArray_ITER_RESET(iter);
    while (PyArray_ITER_NOTDONE(iter)) {
        double value = *(double *)PyArray_ITER_DATA(iter);
        step(iter);
        if (value < 0) {
            continue;
        }
        sum += value;
    }
    while (PyArray_ITER_NOTDONE(other)) {
        for (int i = 0; i < 4; i++) {
            if (table[i] < 0) {
                continue;
            }
            sum += table[i];
        }
        if (sum > 10) {
            break;
        }
        PyArray_ITER_NEXT(other);
    }
    return sum;
}
