/* The start of a module creates it, or hands out its definition. */
// select: NPC505
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static PyMethodDef methods[] = {{NULL, NULL, 0, NULL}};

static struct PyModuleDef first = {
    PyModuleDef_HEAD_INIT, "wrong", "A module.", -1, methods, NULL, NULL, NULL, NULL,
};

PyMODINIT_FUNC
PyInit_wrong(void)
{
    PyObject *module, *names;
    import_array();
    module = PyModule_Create(&first); // expect: NPC505 `PyInit_wrong`
    if (!module) {
        return NULL;
    }
    names = PyModule_GetDict(module);
    if (PyDict_SetItemString(names, "nothing", Py_None) < 0) goto fail;
    if (PyModule_AddIntConstant(module, "answer", 42) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
fail:
    Py_XDECREF(module);
    return NULL;
}

static struct PyModuleDef second = {PyModuleDef_HEAD_INIT, "wrong_at_once"};

PyMODINIT_FUNC PyInit_wrong_at_once(void)
{
    import_array();
    return PyModule_Create(&second); // expect: NPC505 `PyInit_wrong_at_once`
}

static struct PyModuleDef third = {
    PyModuleDef_HEAD_INIT,
    .m_name = "wrong_and_kept",
    .m_size = -1,
    .m_methods = methods,
};

static PyObject *kept;

/* Nothing is offered: another module may be what is returned. */
PyMODINIT_FUNC
PyInit_wrong_and_kept(void)
{
    PyObject *module = PyModule_Create(&third); // expect: NPC505 `PyInit_wrong_and_kept`
    if (module == NULL) {
        return NULL;
    }
    kept = module;
    return kept;
}

static int
fill(PyObject *module)
{
    import_array1(-1);
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};
static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "right", .m_slots = slots};

PyMODINIT_FUNC
PyInit_right(void)
{
    return PyModuleDef_Init(&definition);
}
