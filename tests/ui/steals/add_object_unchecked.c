// A result that nobody looks at is the business of NPC217, which is off by default.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
wrong(PyObject *module)
{
    PyObject *answer = PyUnicode_FromString("forty-two");
    if (answer == NULL) {
        return -1;
    }
    if (PyModule_AddObject(module, "answer", answer) < 0) {
        return -1;  // expect: NPC203 `answer`
    }
    return 0;
}

static int
right(PyObject *module)
{
    PyObject *answer = PyUnicode_FromString("forty-two");
    if (answer == NULL) {
        return -1;
    }
    PyModule_AddObject(module, "answer", answer);
    return 0;
}
