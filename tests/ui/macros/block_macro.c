// What stands before the block, and what lacks its semicolon, is a macro that nobody knows for sure.
#include <Python.h>

#ifdef BACKWARD
#define EACH_ITEM(index, count) for (index = count; index-- > 0;)
#define NEXT count += 0;
#else
#define EACH_ITEM(index, count) for (index = 0; index < count; index++)
#define NEXT index += 0;
#endif

int
wrong(PyObject *dict, int count)
{
    int index;
    EACH_ITEM(index, count) {
        PyObject *number = PyLong_FromLong(index);
        if (number == NULL) {
            return -1;
        }
        if (PyDict_SetItem(dict, number, number) < 0) {
            return -1;  // expect: NPC203 `number`
        }
        Py_DECREF(number);
        NEXT
    }
    return 0;
}

int
right(PyObject *dict, int count)
{
    int index;
    EACH_ITEM(index, count) {
        PyObject *number = PyLong_FromLong(index);
        if (number == NULL) {
            return -1;
        }
        if (PyDict_SetItem(dict, number, number) < 0) {
            Py_DECREF(number);
            return -1;
        }
        Py_DECREF(number);
        NEXT
    }
    return 0;
}
