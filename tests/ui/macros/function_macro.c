// A macro defines the function: the finding stands in the macro.
#include <Python.h>

#define DEFINE_SET(T)                                                      \
    static int set_##T##_wrong(PyObject *dict, T value)                    \
    {                                                                      \
        PyObject *number = PyLong_FromLong((long)value); /* // expect: NPC204 `number` */ \
        if (number == NULL) {                                              \
            return -1;                                                     \
        }                                                                  \
        return PyDict_SetItemString(dict, #T, number); \
    }

DEFINE_SET(int)
DEFINE_SET(long)

#define DEFINE_SET_RIGHT(T)                                                \
    static int set_##T##_right(PyObject *dict, T value)                    \
    {                                                                      \
        PyObject *number = PyLong_FromLong((long)value);                   \
        if (number == NULL) {                                              \
            return -1;                                                     \
        }                                                                  \
        int result = PyDict_SetItemString(dict, #T, number);               \
        Py_DECREF(number);                                                 \
        return result;                                                     \
    }

DEFINE_SET_RIGHT(int)

int
wrong(PyObject *dict)
{
    return set_int_wrong(dict, 1) + set_long_wrong(dict, 1);
}

int
right(PyObject *dict)
{
    return set_int_right(dict, 1);
}
