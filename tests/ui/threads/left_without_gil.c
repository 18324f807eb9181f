/* Only the end of the block takes the GIL again. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

int step(int number);

PyObject *
wrong(int number)
{
    Py_BEGIN_ALLOW_THREADS
    if (step(number) < 0) {
        Py_RETURN_NONE; // expect: NPC902 `Py_RETURN_NONE`
    }
    Py_END_ALLOW_THREADS
    return PyLong_FromLong(number);
}

PyObject *
wrong_goto(int number)
{
    NPY_BEGIN_ALLOW_THREADS
    if (step(number) < 0) {
        goto fail; // expect: NPC902 `goto`
    }
    NPY_END_ALLOW_THREADS
    return PyLong_FromLong(number);
fail:
    PyErr_SetString(PyExc_ValueError, "negative");
    return NULL;
}

PyObject *
wrong_break(int number)
{
    for (int i = 0; i < number; i++) {
        Py_BEGIN_ALLOW_THREADS
        if (step(i) < 0) {
            break; // expect: NPC902 `break`
        }
        Py_END_ALLOW_THREADS
    }
    Py_RETURN_NONE;
}

int
wrong_between_statements(int number)
{
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS;
    for (int i = 0; i < number; i++) {
        if (step(i) < 0) {
            return -1; // expect: NPC902 `return`
        }
    }
    NPY_END_THREADS;
    return 0;
}

PyObject *
right(int number)
{
    int status = 0;
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < number; i++) {
        if (step(i) == 0) {
            continue;
        }
        switch (step(i)) {
            case 1:
                break;
            default:
                status = -1;
        }
        if (status < 0) {
            goto end;
        }
    }
    step(number);
end:
    Py_END_ALLOW_THREADS
    return PyLong_FromLong(status);
}

PyObject *
right_taken_before(int number)
{
    Py_BEGIN_ALLOW_THREADS
    if (step(number) < 0) {
        Py_BLOCK_THREADS
        return PyErr_NoMemory();
    }
    Py_END_ALLOW_THREADS
    return PyLong_FromLong(number);
}

int
right_label_takes_it(int number)
{
    int status = -1;
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS;
    for (int i = 0; i < number; i++) {
        if (step(i) < 0) {
            goto finish;
        }
    }
    status = 0;
finish:
    NPY_END_THREADS;
    return status;
}

PyThreadState *
right_hands_on(void)
{
    PyThreadState *state = PyEval_SaveThread();
    return state;
}
