// Converters of the file: what they leave in a variable is what their own paths leave there.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
output(PyObject *object, PyArrayObject **array)
{
    *array = (PyArrayObject *)PyArray_FromAny(object, NULL, 0, 0, NPY_ARRAY_ALIGNED | NPY_ARRAY_WRITEBACKIFCOPY, NULL);
    return *array != NULL;
}

static int
number(PyObject *object, PyObject **result)
{
    *result = PyNumber_Float(object);
    return *result != NULL;
}

static PyObject *
wrong(PyObject *self, PyObject *args)
{
    PyArrayObject *array = NULL;
    if (!PyArg_ParseTuple(args, "O&", output, &array)) {
        return NULL;
    }
    PyArray_FILLWBYTE(array, 0);
    Py_DECREF(array);  // expect: NPC808 `array`
    Py_RETURN_NONE;
}

static PyObject *
wrong_later_argument(PyObject *self, PyObject *args)
{
    PyObject *value = NULL;
    long count;
    if (!PyArg_ParseTuple(args, "O&l", number, &value, &count)) {
        return NULL;  // expect: NPC203 `value`
    }
    PyObject *product = PyNumber_Multiply(value, value);
    Py_DECREF(value);
    return product;
}

static PyObject *
right(PyObject *self, PyObject *args)
{
    PyArrayObject *array = NULL;
    if (!PyArg_ParseTuple(args, "O&", output, &array)) {
        return NULL;
    }
    PyArray_FILLWBYTE(array, 0);
    if (PyArray_ResolveWritebackIfCopy(array) < 0) {
        Py_DECREF(array);
        return NULL;
    }
    Py_DECREF(array);
    Py_RETURN_NONE;
}

static PyObject *
right_later_argument(PyObject *self, PyObject *args)
{
    PyObject *value = NULL;
    long count;
    if (!PyArg_ParseTuple(args, "O&l", number, &value, &count)) {
        Py_XDECREF(value);
        return NULL;
    }
    PyObject *product = PyNumber_Multiply(value, value);
    Py_DECREF(value);
    return product;
}
