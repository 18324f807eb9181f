// A function that nobody knows may take the reference: no word about what follows.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

void keep_somewhere(PyObject *object);
PyObject *make_something(void);

static int
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);  // expect: NPC204 `text`
    if (text == NULL) {
        return -1;
    }
    return (int)PyUnicode_GetLength(text);
}

static int
right(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);
    if (text == NULL) {
        return -1;
    }
    keep_somewhere(text);
    PyObject *other = make_something();
    return other == NULL ? -1 : 0;
}
