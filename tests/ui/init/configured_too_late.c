/* NumPy's headers read these macros while they are included. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define NPY_NO_DEPRECATED_API NPY_2_0_API_VERSION
#ifdef IN_THE_MIDDLE
#define NO_IMPORT_ARRAY
#include <numpy/arrayobject.h>
#else
#define PY_ARRAY_UNIQUE_SYMBOL right_api
#endif
#include <numpy/arrayobject.h>
#define PY_UFUNC_UNIQUE_SYMBOL right_ufunc_api
#include <numpy/ufuncobject.h>
#define NPY_TARGET_VERSION NPY_1_23_API_VERSION // expect: NPC108 `NPY_TARGET_VERSION`

npy_intp
right(PyArrayObject *array)
{
    return PyArray_DIM(array, 0);
}

int
wrong(void)
{
    _import_array(); // expect: NPC109 `_import_array`
    return 0;
}
