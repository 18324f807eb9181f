// prefix: npyiter
// title: NumPy: loop with NpyIter
// description: Visits every element of an array of any layout and type as a double, in buffered runs.
/* 0, or -1 with an exception. */
static int
${1:sum_of}(PyArrayObject *array, double *result)
{
    double sum = 0.0;

    if (PyArray_SIZE(array) == 0) {
        *result = sum;
        return 0;
    }
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    NpyIter *iterator = NpyIter_New(
        array, NPY_ITER_READONLY | NPY_ITER_EXTERNAL_LOOP | NPY_ITER_BUFFERED | NPY_ITER_GROWINNER,
        NPY_KEEPORDER, NPY_SAME_KIND_CASTING, dtype);
    Py_XDECREF(dtype);
    if (iterator == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iterator, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iterator);
        return -1;
    }
    /* The three stay where they are; what they point to changes with every run. */
    char **data = NpyIter_GetDataPtrArray(iterator);
    const npy_intp *stride = NpyIter_GetInnerStrideArray(iterator);
    const npy_intp *size = NpyIter_GetInnerLoopSizePtr(iterator);
    do {
        const char *element = *data;
        for (npy_intp i = 0; i < *size; i++) {
            ${0:sum += *(const double *)element;}
            element += *stride;
        }
    } while (next(iterator));

    /* A conversion that fails ends the loop too. */
    int has_failed = PyErr_Occurred() != NULL;
    if (NpyIter_Deallocate(iterator) != NPY_SUCCEED || has_failed) {
        return -1;
    }
    *result = sum;
    return 0;
}
