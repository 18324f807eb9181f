//! NPC101: the functions of NumPy are called through a table that nobody has fetched.

use super::function_table::{FunctionTable, missing_import, unfetched_shared_table};
use super::{Check, FileAnalysis, Finding, FixAvailability, Rule, Severity};

pub(super) static RULE: Rule = Rule {
    code: "NPC101",
    name: "api-without-import",
    group: "init",
    summary: r#"A module calls NumPy's C functions and never fetches their table with import_array()."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"The functions of NumPy's C-API are macros that call through a table of pointers. The table is NULL until the module has
fetched it with `import_array()`; a call before that crashes. Accessors such as `PyArray_DATA` need no table, so that a
module can work for a while.

Each C file has a table of its own, unless `PY_ARRAY_UNIQUE_SYMBOL` names a shared one. So the rule speaks only where the
file defines the module's start itself, and where no header of the project could change that.

Of a table that several files share, it says so in those that use it, where all files of the project are known and none
that shares it could fetch it: no `import_array()` under that name, neither in C nor in what C is made from.

Call `import_array()` first of all in `PyInit_...`, before anything that would have to be released when it fails.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
make(PyObject *module, PyObject *unused)
{
    return PyArray_Arange(0.0, 3.0, 1.0, NPY_DOUBLE);
}

static PyMethodDef methods[] = {
    {"make", make, METH_NOARGS, "Three numbers."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods};

PyMODINIT_FUNC
PyInit_example(void)
{
    return PyModuleDef_Init(&module);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
make(PyObject *module, PyObject *unused)
{
    return PyArray_Arange(0.0, 3.0, 1.0, NPY_DOUBLE);
}

static PyMethodDef methods[] = {
    {"make", make, METH_NOARGS, "Three numbers."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods};

PyMODINIT_FUNC
PyInit_example(void)
{
    import_array();
    return PyModuleDef_Init(&module);
}
"#;

pub(super) const TABLE: FunctionTable = FunctionTable {
    headers: &["numpy/arrayobject.h", "numpy/ndarrayobject.h"],
    variable: "PyArray_API",
    import: "import_array",
};

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let found = missing_import(analysis, &TABLE, &RULE).or_else(|| unfetched_shared_table(analysis, &TABLE, &RULE));
    found.into_iter().collect()
}
