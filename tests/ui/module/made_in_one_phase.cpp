// The table of slots in C++.
// select: NPC505
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static struct PyModuleDef first = {PyModuleDef_HEAD_INIT, "wrong", nullptr, -1};

PyMODINIT_FUNC
PyInit_wrong(void)
{
    import_array();
    PyObject *module = PyModule_Create(&first); // expect: NPC505 `PyInit_wrong`
    if (module == NULL) {
        return NULL;
    }
    if (PyModule_AddIntConstant(module, "answer", 42) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}

static int
right(PyObject *module)
{
    import_array1(-1);
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)right}, {0, nullptr}};
static struct PyModuleDef second = {PyModuleDef_HEAD_INIT, "other", nullptr, 0, nullptr, slots};

PyMODINIT_FUNC
PyInit_other(void)
{
    return PyModuleDef_Init(&second);
}
