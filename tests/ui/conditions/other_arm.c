// What stands behind `#else` is read too.
#include <Python.h>

PyObject *
wrong(PyObject *value)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
#ifdef HAVE_FAST_APPEND
    if (PyList_Append(list, value) < 0) {
        Py_DECREF(list);
        return NULL;
    }
#else
    if (PyList_Append(list, value) < 0) {
        return NULL;  // expect: NPC203 `list`
    }
#endif
    return list;
}

PyObject *
right(PyObject *value)
{
    PyObject *list;
#ifdef HAVE_FAST_APPEND
    list = PyList_New(1);
#else
    list = PyList_New(0);
#endif
    if (list == NULL) {
        return NULL;
    }
#ifdef HAVE_FAST_APPEND
    Py_INCREF(value);
    PyList_SET_ITEM(list, 0, value);
#else
    if (PyList_Append(list, value) < 0) {
        Py_DECREF(list);
        return NULL;
    }
#endif
    return list;
}
