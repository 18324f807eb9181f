// The release after success shows that the unknown call takes nothing; its failure loses the object.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

int look_at(PyObject *object, int depth);

static int
wrong(PyObject *sequence)
{
    Py_ssize_t size = PySequence_Size(sequence);
    if (size < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *item = PySequence_GetItem(sequence, i);
        if (item == NULL) {
            return -1;
        }
        if (look_at(item, 1) < 0) {
            return -1;  // expect: NPC203 `item`
        }
        Py_DECREF(item);
    }
    return 0;
}

static int
right(PyObject *sequence)
{
    Py_ssize_t size = PySequence_Size(sequence);
    if (size < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *item = PySequence_GetItem(sequence, i);
        if (item == NULL) {
            return -1;
        }
        if (look_at(item, 1) < 0) {
            Py_DECREF(item);
            return -1;
        }
        Py_DECREF(item);
    }
    return 0;
}
