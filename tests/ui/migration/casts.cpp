// The same in C++, where an object is no array at all.
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <vector>

static double
wrong(PyObject *object)
{
    const double *data = (const double *)PyArray_DATA(object); // expect: NPC1109 `object`
    npy_cdouble *pair = static_cast<npy_cdouble *>(PyArray_DATA((PyArrayObject *)object));
    return data[0] + pair->real; // expect: NPC1106 `real`
}

static double
right(PyArrayObject *array)
{
    std::vector<npy_intp> shape(PyArray_DIMS(array), PyArray_DIMS(array) + PyArray_NDIM(array));
    return double(shape.size());
}
