/* Members of an array: reads have accessors, flags have setters, the rest goes through PyArrayObject_fields. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

typedef struct {
    char *data;
    int nd;
} Image;

static npy_intp
wrong(PyArrayObject *array, PyObject *object, char *memory)
{
    npy_intp total = 0;
    int i;
    for (i = 0; i < array->nd; i++) { // expect: NPC1105 `nd`
        total += array->dimensions[i] * ((PyArrayObject *)object)->strides[i]; // expect: NPC1105 `dimensions`, NPC1105 `strides`
    }
    array->flags |= NPY_ARRAY_WRITEABLE; // expect: NPC1105 `flags`
    array->flags &= ~(NPY_ARRAY_OWNDATA | NPY_ARRAY_ALIGNED); // expect: NPC1105 `flags`
    array->data = memory; // expect: NPC1105 `data`
    array->dimensions[0] = total; // expect: NPC1105 `dimensions`
    if (array->descr->type_num == NPY_DOUBLE) { // expect: NPC1105 `descr`
        total += *(double *)(array->data + total) > 0; // expect: NPC1105 `data`
    }
    return total;
}

static npy_intp
right(PyArrayObject *array, Image *image)
{
    image->data = PyArray_BYTES(array);
    image->nd = PyArray_NDIM(array);
    ((PyArrayObject_fields *)array)->nd = image->nd;
    return PyArray_DIM(array, 0);
}
