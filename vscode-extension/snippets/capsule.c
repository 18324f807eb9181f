// prefix: npycapsule
// title: NumPy: array over memory of your own
// description: An array that shares memory from malloc and frees it, by a capsule, when the last view is gone.
#include <stdlib.h>

static void
free_${1:samples}(PyObject *capsule)
{
    free(PyCapsule_GetPointer(capsule, "${1:samples}"));
}

/* Takes the memory over, also where it fails. */
static PyObject *
${1:samples}_as_array(double *data, npy_intp size)
{
    PyObject *owner = PyCapsule_New(data, "${1:samples}", free_${1:samples});
    if (owner == NULL) {
        free(data);
        return NULL;
    }
    PyObject *array = PyArray_SimpleNewFromData(1, &size, NPY_DOUBLE, data);
    if (array == NULL) {
        Py_DECREF(owner);
        return NULL;
    }
    $0
    /* Steals the capsule, also where it fails. */
    if (PyArray_SetBaseObject((PyArrayObject *)array, owner) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    return array;
}
