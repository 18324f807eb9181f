/* Variables of optional arguments that may have no value. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
wrong(PyObject *args)
{
    long first, second;
    if (!PyArg_ParseTuple(args, "l|l", &first, &second)) { // expect: NPC407 `second`
        return NULL;
    }
    if (first > 0 && first < 10) {
        first = -first;
    }
    return PyLong_FromLong(first + second);
}

PyObject *
wrong_object(PyObject *args)
{
    PyObject *first, *second;
    if (!PyArg_ParseTuple(args, "O|O", &first, &second)) { // expect: NPC407 `second`
        return NULL;
    }
    if (second == NULL) {
        return Py_NewRef(first);
    }
    return PyNumber_Add(first, second);
}

PyObject *
right(PyObject *args)
{
    long first, second = 1, third;
    if (!PyArg_ParseTuple(args, "l|ll", &first, &second, &third)) {
        return NULL;
    }
    if (first > 1) {
        third = 0;
    }
    return PyLong_FromLong(first + second);
}

PyObject *
right_by_count(PyObject *args)
{
    long first, second;
    if (!PyArg_ParseTuple(args, "l|l", &first, &second)) {
        return NULL;
    }
    if (PyTuple_GET_SIZE(args) < 2) {
        return PyLong_FromLong(first);
    }
    return PyLong_FromLong(first + second);
}

PyObject *
right_by_choice(PyObject *args)
{
    long first, second;
    if (!PyArg_ParseTuple(args, "l|l", &first, &second)) {
        return NULL;
    }
    return PyLong_FromLong(first > 0 ? second : first);
}

PyObject *
right_set_before(PyObject *args)
{
    long first, second;
    second = 3;
    if (!PyArg_ParseTuple(args, "l|l", &first, &second)) {
        return NULL;
    }
    return PyLong_FromLong(first + second);
}
