/* NPY_MAXDIMS as an axis; as a number of dimensions it is right. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
wrong(PyArrayObject *array, PyObject *given)
{
    int axis = NPY_MAXDIMS; // expect: NPC1107 `NPY_MAXDIMS`
    if (!PyArray_AxisConverter(given, &axis)) {
        return NULL;
    }
    if (axis == NPY_MAXDIMS) { // expect: NPC1107 `NPY_MAXDIMS`
        return PyArray_Sum(array, NPY_MAXDIMS, NPY_DOUBLE, NULL); // expect: NPC1107 `NPY_MAXDIMS`
    }
    return PyArray_Sum(array, given == Py_None ? NPY_MAXDIMS : axis, NPY_DOUBLE, NULL); // expect: NPC1107 `NPY_MAXDIMS`
}

static int
right(PyArrayObject *array)
{
    npy_intp lengths[NPY_MAXDIMS];
    int number_of_axes = PyArray_NDIM(array);
    int axis;
    for (axis = 0; axis < NPY_MAXDIMS && axis < number_of_axes; axis++) {
        lengths[axis] = PyArray_DIM(array, axis);
    }
    return number_of_axes == NPY_MAXDIMS || lengths[0] == NPY_MAXDIMS;
}
