/* The flags of a method say how many arguments its function gets. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
wrong(PyObject *module, PyObject *args, PyObject *keywords)
{
    if (keywords != NULL) {
        return PyObject_Repr(keywords);
    }
    Py_RETURN_NONE;
}

static PyObject *
too_few(PyObject *module)
{
    Py_RETURN_NONE;
}

static PyObject *
no_parameters(void)
{
    Py_RETURN_NONE;
}

static PyObject *
unused_argument(PyObject *module, PyObject *args, PyObject *keywords)
{
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *module, PyObject *Py_UNUSED(ignored))
{
    Py_RETURN_NONE;
}

static PyObject *
fast(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    Py_RETURN_NONE;
}

static PyObject *
fast_with_names(PyObject *module, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    Py_RETURN_NONE;
}

static PyObject *
of_class(PyObject *self, PyTypeObject *type, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    Py_RETURN_NONE;
}

static PyMethodDef wrong_methods[] = {
    {"a", (PyCFunction)(void (*)(void))wrong, METH_VARARGS, ""}, // expect: NPC501 `wrong`
    {"b", (PyCFunction)too_few, METH_NOARGS, ""}, // expect: NPC501 `too_few`
    {"c", (PyCFunction)(void (*)(void))no_parameters, METH_NOARGS | METH_STATIC, ""}, // expect: NPC501 `no_parameters`
    {.ml_name = "d", .ml_meth = right, .ml_flags = METH_FASTCALL}, // expect: NPC501 `right`
    {"e", (PyCFunction)(void (*)(void))unused_argument, METH_NOARGS, ""}, // expect: NPC501 `unused_argument`
    {NULL, NULL, 0, NULL},
};

#define FLAGS METH_VARARGS

static PyMethodDef right_methods[] = {
    {"a", (PyCFunction)(void (*)(void))wrong, METH_KEYWORDS | METH_VARARGS, ""},
    {"b", right, METH_NOARGS, ""},
    {"c", right, METH_O | METH_CLASS, ""},
    {"d", _PyCFunction_CAST(fast), METH_FASTCALL, ""},
    {"e", _PyCFunction_CAST(fast_with_names), METH_FASTCALL | METH_KEYWORDS, ""},
    {"f", _PyCFunction_CAST(of_class), METH_METHOD | METH_FASTCALL | METH_KEYWORDS, ""},
    {"g", (PyCFunction)(void (*)(void))wrong, FLAGS | METH_KEYWORDS, ""},
    {"h", (PyCFunction)(void (*)(void))wrong, METH_KEYWORDS, ""},
    {NULL, NULL, 0, NULL},
};
