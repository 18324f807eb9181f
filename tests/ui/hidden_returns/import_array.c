// `import_array` returns NULL when NumPy cannot be imported.
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "pair", .m_size = -1};

PyMODINIT_FUNC
PyInit_wrong(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    import_array();  // expect: NPC105 `module`
    return module;
}

PyMODINIT_FUNC
PyInit_right(void)
{
    import_array();
    return PyModule_Create(&definition);
}
