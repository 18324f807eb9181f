// What a module refuses is lost where nobody looks; the repair adds it by a call that never steals.
// select: NPC217
#define PY_SSIZE_T_CLEAN
#include <Python.h>

int
wrong(PyObject *module)
{
    PyObject *names = PyList_New(0);
    if (names == NULL) {
        return -1;
    }
    PyModule_AddObject(module, "names", names);
    return 0;  // expect: NPC217 `names`
}

int
right(PyObject *module)
{
    PyObject *names = PyList_New(0);
    if (names == NULL) {
        return -1;
    }
    int status = PyModule_AddObjectRef(module, "names", names);
    Py_DECREF(names);
    return status;
}
