/* Arguments of PyErr_Format that its format reads otherwise. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int
wrong(PyArrayObject *array, PyObject *name, long line, size_t room)
{
    if (PyArray_NDIM(array) == 0) {
        PyErr_Format(PyExc_ValueError, "%d of %s in %-5d", PyArray_SIZE(array), // expect: NPC310 `PyArray_SIZE(array)`
                     name, // expect: NPC402 `name`
                     line); // expect: NPC310 `line`
        return -1;
    }
    if (line < 0) {
        PyErr_Format(PyExc_ValueError, "%.3f of %R", 0.5, name); // expect: NPC309 `PyErr_Format`
        return -1;
    }
    PyErr_Format(PyExc_ValueError, "%lu bytes at %R", room, // expect: NPC310 `room`
                 "here"); // expect: NPC402 `"here"`
    return -1;
}

int
right(PyArrayObject *array, PyObject *name, long line, size_t room, char kind, npy_bool flag)
{
    PyErr_Format(PyExc_ValueError, "100%% %zd of %R in %5ld, %zu, %c %d %.*s %lld", PyArray_SIZE(array), name, line, room,
                 kind, flag, 3, "text", (long long)room);
    return -1;
}
