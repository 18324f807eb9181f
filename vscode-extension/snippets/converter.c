// prefix: npyconverter
// title: NumPy: converter for "O&"
// description: Turns an argument into an array of its own while the arguments are parsed, and cleans up where that fails.
/* Use: PyArrayObject *array = NULL; PyArg_ParseTuple(args, "O&", ${1:vector}_converter, &array).
 * The caller owns the array. */
static int
${1:vector}_converter(PyObject *object, void *address)
{
    PyArrayObject **array = (PyArrayObject **)address;

    if (object == NULL) {
        /* An argument behind this one was wrong. */
        Py_CLEAR(*array);
        return 1;
    }
    *array = (PyArrayObject *)PyArray_FROMANY(object, ${2:NPY_DOUBLE}, ${3:1}, ${3:1}, NPY_ARRAY_IN_ARRAY);
    if (*array == NULL) {
        return 0;
    }
    $0
    return Py_CLEANUP_SUPPORTED;
}
