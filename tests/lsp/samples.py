"""C files that the tests open."""

# The early return in the middle loses `array`.
LEAKING = """\
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *self, PyObject *args)
{
    PyObject *input;
    if (!PyArg_ParseTuple(args, "O", &input)) {
        return NULL;
    }
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(input, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    if (PyArray_NDIM(array) != 1) {
        PyErr_SetString(PyExc_ValueError, "one dimension expected");
        return NULL;
    }
    double sum = 0.0;
    double *values = (double *)PyArray_DATA(array);
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += values[i];
    }
    Py_DECREF(array);
    return PyFloat_FromDouble(sum);
}
"""

LEAK = "NPC203"


def place_of(text: str, needle: str, encoding: str = "utf-16", after: int = 0) -> dict:
    """The position of the first occurrence of a text, `after` characters of it further."""
    before = text[: text.index(needle) + after]
    before = before.replace("\r\n", "\n").replace("\r", "\n")
    line, column_text = before.count("\n"), before.rsplit("\n", 1)[-1]
    return {"line": line, "character": width(column_text, encoding)}


def width(text: str, encoding: str) -> int:
    """The length of a text in the unit of an encoding."""
    return len(text.encode({"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}[encoding])) // {
        "utf-8": 1,
        "utf-16": 2,
        "utf-32": 4,
    }[encoding]
