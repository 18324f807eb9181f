// What a macro declares lives on in the block around it.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define READ_TEXT(object)                                     \
    const char *text = "";                                    \
    PyObject *encoded = NULL;                                 \
    if (PyUnicode_Check(object)) {                            \
        encoded = PyUnicode_AsASCIIString(object);            \
        if (encoded == NULL) {                                \
            return -1;                                        \
        }                                                     \
        text = PyBytes_AS_STRING(encoded);                    \
    }

#define MEASURE(object)                                       \
    {                                                         \
        PyObject *encoded = PyUnicode_AsASCIIString(object);  \
        if (encoded == NULL) {                                \
            return -1;                                        \
        }                                                     \
        length = PyBytes_GET_SIZE(encoded);                   \
    }

Py_ssize_t
wrong(PyObject *object)
{
    Py_ssize_t length;
    MEASURE(object);  // expect: NPC204 `encoded`
    return length;
}

int
right(PyObject *object)
{
    READ_TEXT(object);
    int is_yes = text[0] == 'y';
    Py_XDECREF(encoded);
    return is_yes;
}
