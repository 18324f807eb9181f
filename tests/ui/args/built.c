/* Values of other types than Py_BuildValue is told. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
wrong(PyArrayObject *array, int number, double ratio, char *name)
{
    if (number == 1) {
        return Py_BuildValue("(id)", PyArray_SIZE(array), // expect: NPC410 `PyArray_SIZE(array)`
                             number); // expect: NPC410 `number`
    }
    if (number == 2) {
        return Py_BuildValue("{s:n,s:i}", "count", number * 2, // expect: NPC410 `number * 2`
                             "ratio", ratio / 2); // expect: NPC410 `ratio / 2`
    }
    if (number == 3) {
        return Py_BuildValue("Os", name, array); // expect: NPC410 `name`, NPC410 `array`
    }
    return PyObject_CallFunction((PyObject *)array, "l", PyArray_SIZE(array)); // expect: NPC410 `PyArray_SIZE(array)`
}

PyObject *
right(PyArrayObject *array, char kind, float ratio, unsigned short port, const char *name)
{
    npy_intp *shape = PyArray_DIMS(array);
    return Py_BuildValue("[(nn)bcdHsOiziz#]", shape[0], (Py_ssize_t)PyArray_NDIM(array), kind, kind, ratio, port, name,
                         array, sizeof(kind) > 1, NULL, 7, name, (Py_ssize_t)1);
}
