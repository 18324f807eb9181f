// The reference that is taken after a store belongs to the field.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

typedef struct {
    PyObject *name;
} Record;

static int
wrong(Record *record, PyObject *name)
{
    PyObject *text = PyObject_Str(name);
    if (text == NULL) {
        return -1;
    }
    if (PyUnicode_GetLength(text) == 0) {
        return -1;  // expect: NPC203 `text`
    }
    record->name = text;
    return 0;
}

static int
right(Record *record, PyObject *name)
{
    record->name = name;
    Py_INCREF(name);
    return 0;
}
