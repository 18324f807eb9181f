/* A module has to say that it runs without the GIL. */
// select: NPC504
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static int
right(PyObject *module)
{
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, right},
    {0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "wrong", .m_slots = slots};

PyMODINIT_FUNC
PyInit_wrong(void) // expect: NPC504 `PyInit_wrong`
{
    return PyModuleDef_Init(&definition);
}
