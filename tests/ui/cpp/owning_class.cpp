// A class of the file that owns what it is made from.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

class Owner {
public:
    explicit Owner(PyObject *object) : object_(object) {}
    ~Owner() { Py_XDECREF(object_); }
    Owner(const Owner &) = delete;
    Owner &operator=(const Owner &) = delete;
    PyObject *get() const { return object_; }

private:
    PyObject *object_;
};

static Py_ssize_t
wrong(PyObject *arg)
{
    PyObject *text = PyObject_Str(arg);  // expect: NPC204 `text`
    if (text == nullptr) {
        return -1;
    }
    return PyUnicode_GetLength(text);
}

static Py_ssize_t
right(PyObject *arg)
{
    Owner text(PyObject_Str(arg));
    if (text.get() == nullptr) {
        return -1;
    }
    PyObject *other = PyObject_Repr(arg);
    Owner owner{other};
    return other == nullptr ? -1 : PyUnicode_GetLength(text.get());
}
