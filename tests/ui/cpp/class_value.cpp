// A variable that is no pointer is a value of a class, which takes over what is assigned to it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

class Holder {
  public:
    Holder() : held(nullptr) {}
    explicit Holder(PyObject *object) : held(object) {}
    Holder(const Holder &) = delete;
    ~Holder() { Py_XDECREF(held); }
    Holder &operator=(PyObject *object)
    {
        Py_XDECREF(held);
        held = object;
        return *this;
    }
    bool operator!() const { return held == nullptr; }
    PyObject *get() const { return held; }

  private:
    PyObject *held;
};

static PyObject *
wrong(PyObject *self, PyObject *arg)
{
    PyObject *text;
    text = PyObject_Str(arg);
    if (!text) {
        return nullptr;
    }
    if (PyUnicode_GetLength(text) < 1) {
        return PyErr_Format(PyExc_ValueError, "empty");  // expect: NPC203 `text`
    }
    Py_DECREF(text);
    Py_RETURN_NONE;
}

static PyObject *
right(PyObject *self, PyObject *arg)
{
    Holder text;
    text = PyObject_Str(arg);
    if (!text) {
        return nullptr;
    }
    text = PyObject_Repr(arg);
    if (!text) {
        return nullptr;
    }
    return PyLong_FromSsize_t(PyUnicode_GetLength(text.get()));
}

// It reads like the declaration of a function with a parameter of the type PySequence_Tuple.
static PyObject *
right_constructed(PyObject *self, PyObject *args)
{
    PyObject *items;
    if (!PyArg_ParseTuple(args, "O", &items)) {
        return nullptr;
    }
    Holder tuple(PySequence_Tuple(items));
    if (!tuple) {
        return nullptr;
    }
    return PyLong_FromSsize_t(PyTuple_GET_SIZE(tuple.get()));
}

static PyObject *
wrong_without_exception(PyObject *self, PyObject *args)
{
    PyObject *items;
    int count(PyObject *);
    if (!PyArg_ParseTuple(args, "O", &items)) {
        return nullptr;
    }
    if (items == Py_None) {
        return nullptr;  // expect: NPC302
    }
    return PyLong_FromLong(1);
}
