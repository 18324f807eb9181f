/* An iterator over objects has to be asked for. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

NpyIter *
wrong(PyArrayObject *array)
{
    PyArray_Descr *objects = PyArray_DescrFromType(NPY_OBJECT);
    if (objects == NULL) {
        return NULL;
    }
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_BUFFERED, // expect: NPC1002 `objects`
                                NPY_KEEPORDER, NPY_SAFE_CASTING, objects);
    Py_DECREF(objects);
    return iter;
}

PyObject *
wrong_operand(PyObject *given)
{
    PyObject *array = PyArray_FROM_OTF(given, NPY_OBJECT, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    NpyIter *iter = NpyIter_New((PyArrayObject *)array, NPY_ITER_READONLY, // expect: NPC1002 `array`
                                NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    Py_DECREF(array);
    if (iter == NULL) {
        return NULL;
    }
    npy_intp size = NpyIter_GetIterSize(iter);
    NpyIter_Deallocate(iter);
    return PyLong_FromSsize_t(size);
}

NpyIter *
right(PyArrayObject *array)
{
    PyArray_Descr *objects = PyArray_DescrFromType(NPY_OBJECT);
    if (objects == NULL) {
        return NULL;
    }
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_BUFFERED | NPY_ITER_REFS_OK,
                                NPY_KEEPORDER, NPY_SAFE_CASTING, objects);
    Py_DECREF(objects);
    return iter;
}

NpyIter *
right_by_the_caller(PyArrayObject *array, npy_uint32 flags)
{
    PyArray_Descr *objects = PyArray_DescrFromType(NPY_OBJECT);
    if (objects == NULL) {
        return NULL;
    }
    NpyIter *iter = NpyIter_New(array, flags | NPY_ITER_BUFFERED, NPY_KEEPORDER, NPY_SAFE_CASTING, objects);
    Py_DECREF(objects);
    return iter;
}

NpyIter *
right_for_some_types(PyArrayObject *array, int number)
{
    PyArray_Descr *descr = PyArray_DescrFromType(number);
    if (descr == NULL) {
        return NULL;
    }
    NpyIter *iter =
        NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_BUFFERED, NPY_KEEPORDER, NPY_SAFE_CASTING, descr);
    Py_DECREF(descr);
    return iter;
}
