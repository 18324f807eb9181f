/* The macro that fetches the table returns NULL when that fails. */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

/* Older compilers only warn, or say nothing. */
#pragma GCC diagnostic ignored "-Wint-conversion"
#pragma GCC diagnostic ignored "-Wreturn-type"

typedef PyObject *Result;

int
wrong(void)
{
    import_array(); // expect: NPC103 `import_array`
    return 0;
}

static void *
wrong_nothing_behind(void)
{
    import_array(); // expect: NPC104 `wrong_nothing_behind`
}

int
wrong_not_looked_at(PyObject *module)
{
    _import_array(); // expect: NPC109 `_import_array`
    return 0;
}

void
wrong_in_void(void)
{
    PyUFunc_ImportUFuncAPI(); // expect: NPC109 `PyUFunc_ImportUFuncAPI`
}

int
right(void)
{
    import_array1(-1);
    import_umath1(-1);
    return 0;
}

_Bool
right_false_on_failure(void)
{
    import_array();
    return 1;
}

Result
right_named_pointer(void)
{
    import_array();
    Py_RETURN_NONE;
}

void
right_void(void)
{
    import_array1();
}

int
right_looked_at(void)
{
    int status = PyArray_ImportNumPyAPI();
    return status < 0 ? -1 : 0;
}

void
right_on_purpose(void)
{
    (void)PyArray_ImportNumPyAPI();
}
