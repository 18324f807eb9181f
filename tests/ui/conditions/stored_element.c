/* A test of an element says nothing any more once the element has been written. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <assert.h>

static struct {
    PyObject *words[2];
} names;

#define INTERN(member, text)                         \
    assert(names.member == NULL);                    \
    names.member = PyUnicode_InternFromString(text); \
    if (names.member == NULL) {                      \
        return -1;                                   \
    }

static int
intern(void)
{
    INTERN(words[0], "first");
    INTERN(words[1], "second");
    return 0;
}

static PyObject *
wrong(PyObject *self, PyObject *object)
{
    if (intern() < 0) {
        return NULL;
    }
    PyObject *text = PyObject_Str(object);
    if (PyObject_IsTrue(object) < 0) {
        return NULL;  // expect: NPC203 `text`
    }
    return text;
}

static PyObject *
right(PyObject *self, PyObject *object)
{
    if (intern() < 0) {
        return NULL;
    }
    PyObject *text = PyObject_Str(object);
    if (PyObject_IsTrue(object) < 0) {
        Py_XDECREF(text);
        return NULL;
    }
    return text;
}

PyObject *
use(PyObject *self, PyObject *object)
{
    PyObject *first = wrong(self, object);
    Py_XDECREF(first);
    return right(self, object);
}
