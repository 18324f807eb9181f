/* The return that the import hides releases nothing. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_size = -1};

PyObject *
wrong(void)
{
    PyObject *module;

    module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    import_array(); // expect: NPC105 `module`
    return module;
}

int
wrong_with_a_status(PyObject *module)
{
    PyObject *names = PyList_New(0);
    if (names == NULL) {
        return -1;
    }
    import_array1(-1) // expect: NPC105 `names`
    int status = PyModule_AddObjectRef(module, "names", names);
    Py_DECREF(names);
    return status;
}

PyObject *
wrong_twice(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    import_array(); // expect: NPC105 `module`
    import_umath(); // expect: NPC105 `module`
    return module;
}

PyObject *
wrong_under_a_condition(int wants_arrays)
{
    PyObject *module = PyModule_Create(&definition);
    if (module != NULL && wants_arrays) {
        import_array(); // expect: NPC105 `module`
    }
    return module;
}

PyObject *
right(void)
{
    import_array();
    import_umath();
    return PyModule_Create(&definition);
}

PyObject *
right_with_a_release(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    if (PyArray_ImportNumPyAPI() < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
}

int
right_with_what_is_given(PyObject *module)
{
    import_array1(-1);
    return PyModule_AddIntConstant(module, "answer", 42);
}
