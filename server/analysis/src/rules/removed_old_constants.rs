//! NPC1102: a constant, flag or type that NumPy no longer has.

use super::migration::{outdated, outdated_finding};
use super::{Check, FileAnalysis, Finding, FixAvailability, Rule, Severity};

pub(super) static RULE: Rule = Rule {
    code: "NPC1102",
    name: "removed-old-constants",
    group: "migration",
    summary: r#"A constant, flag or type is used that a release of NumPy took away or advises against."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"The names that NumPy had before 1.7 went in two steps: type numbers and other constants as `PyArray_DOUBLE` with 2.0, flags
without `ARRAY_` in their name as `NPY_OWNDATA` or `NPY_IN_ARRAY` with 2.3. Their successors have the same values and exist
since 1.7, so the change costs nothing on older releases.

The repair puts the successor in its place. Where more has to change than the name, as for `NPY_UPDATEIFCOPY`, there is none.
A warning instead of an error says that the newest release still has the name.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
as_doubles(PyObject *object)
{
    return PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_IN_ARRAY);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
as_doubles(PyObject *object)
{
    return PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let names = outdated(analysis).iter().filter(|(_, entry)| !entry.callable);
    names.map(|(word, entry)| outdated_finding(analysis, &RULE, word, entry)).collect()
}
