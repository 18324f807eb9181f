// Labels in reverse order of the acquisitions; a jump to the wrong step.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *object)
{
    int status = -1;
    PyObject *first = PyObject_Str(object);
    if (first == NULL) {
        goto done;
    }
    PyObject *second = PyObject_Repr(object);
    if (second == NULL) {
        goto done;
    }
    status = PyObject_RichCompareBool(first, second, Py_EQ);
    Py_DECREF(second);
    Py_DECREF(first);
done:
    return status;  // expect: NPC203 `first`
}

static int
right(PyObject *object)
{
    int status = -1;
    PyObject *first = PyObject_Str(object);
    if (first == NULL) {
        goto done;
    }
    PyObject *second = PyObject_Repr(object);
    if (second == NULL) {
        goto release_first;
    }
    status = PyObject_RichCompareBool(first, second, Py_EQ);
    Py_DECREF(second);
release_first:
    Py_DECREF(first);
done:
    return status;
}
