/* Names that look like NumPy's. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#define NPY_OURS 3
enum { NPY_SHADE = 1 };

static PyObject *
wrong(npy_intp length)
{
    if (length == 0) {
        return PyArray_SimpleNews(1, &length, NPY_FLOAT64); // expect: NPC1113 `PyArray_SimpleNews`
    }
    return PyArray_SimpleNew(1, &length, NPY_DUOBLE); // expect: NPC1113 `NPY_DUOBLE`
}

static PyObject *
right(npy_intp length)
{
    npy_intp NPY_LOKAL = NPY_OURS + NPY_SHADE;
#ifdef NPY_SOME_FUTURE_THING
    length = NPY_SOME_FUTURE_THING;
#endif
    length += NPY_LOKAL;
    return PyArray_SimpleNew(1, &length, NPY_FLOAT64);
}
