/* Lengths are npy_intp: arrays of other integers have another width somewhere. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef struct {
    PyObject_HEAD
    long shape[2];
    Py_ssize_t sizes[2];
} Image;

PyObject *
wrong(Image *self)
{
    return PyArray_SimpleNew(2, (npy_intp *)self->shape, NPY_DOUBLE); // expect: NPC606 `(npy_intp *)self->shape`
}

PyObject *
wrong_address(int length)
{
    return PyArray_SimpleNew(1, (npy_intp *)&length, NPY_DOUBLE); // expect: NPC606 `(npy_intp *)&length`
}

PyObject *
right(Image *self, npy_intp *shape, npy_intp length, int choice)
{
    if (choice == 0) {
        return PyArray_SimpleNew(2, self->sizes, NPY_DOUBLE);
    }
    if (choice == 1) {
        return PyArray_SimpleNew(1, &length, NPY_DOUBLE);
    }
    return PyArray_SimpleNew(2, shape, NPY_DOUBLE);
}
