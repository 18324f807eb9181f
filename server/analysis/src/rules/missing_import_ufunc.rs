//! NPC106: the functions for ufuncs are called through a table that nobody has fetched.

use super::function_table::{FunctionTable, missing_import};
use super::{Check, FileAnalysis, Finding, FixAvailability, Rule, Severity};

pub(super) static RULE: Rule = Rule {
    code: "NPC106",
    name: "missing-import-ufunc",
    group: "init",
    summary: r#"A module calls PyUFunc_* functions and never fetches their table with import_umath()."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"The functions for ufuncs have a table of their own, which `import_array()` does not fetch. It is NULL until the module
has called `import_umath()` or `import_ufunc()`, and a call such as `PyUFunc_FromFuncAndData` before that crashes.

`import_umath()` leaves the function with NULL when it fails; `import_ufunc()` only sets an exception and goes on.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static void
copy(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        *(double *)(args[1] + i * steps[1]) = *(double *)(args[0] + i * steps[0]);
    }
}

static PyUFuncGenericFunction loops[] = {copy};
static char types[] = {NPY_DOUBLE, NPY_DOUBLE};

static int
fill(PyObject *module)
{
    PyObject *ufunc = PyUFunc_FromFuncAndData(loops, NULL, types, 1, 1, 1, PyUFunc_None, "same", "", 0);
    int status = PyModule_AddObjectRef(module, "same", ufunc);
    Py_XDECREF(ufunc);
    return status;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_slots = slots};

PyMODINIT_FUNC
PyInit_example(void)
{
    import_array();
    return PyModuleDef_Init(&module);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static void
copy(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        *(double *)(args[1] + i * steps[1]) = *(double *)(args[0] + i * steps[0]);
    }
}

static PyUFuncGenericFunction loops[] = {copy};
static char types[] = {NPY_DOUBLE, NPY_DOUBLE};

static int
fill(PyObject *module)
{
    PyObject *ufunc = PyUFunc_FromFuncAndData(loops, NULL, types, 1, 1, 1, PyUFunc_None, "same", "", 0);
    int status = PyModule_AddObjectRef(module, "same", ufunc);
    Py_XDECREF(ufunc);
    return status;
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, fill}, {0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_slots = slots};

PyMODINIT_FUNC
PyInit_example(void)
{
    import_array();
    import_umath();
    return PyModuleDef_Init(&module);
}
"#;

const TABLE: FunctionTable =
    FunctionTable { headers: &["numpy/ufuncobject.h"], variable: "PyUFunc_API", import: "import_umath" };

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    missing_import(analysis, &TABLE, &RULE).into_iter().collect()
}
