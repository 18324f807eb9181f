//! NPC1103: a function or macro that NumPy no longer has.

use super::migration::{outdated, outdated_finding};
use super::{Check, FileAnalysis, Finding, FixAvailability, Rule, Severity};

pub(super) static RULE: Rule = Rule {
    code: "NPC1103",
    name: "removed-functions",
    group: "migration",
    summary: r#"A function or macro is called that a release of NumPy took away or advises against."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"A call of a function that the headers no longer declare is an error, or worse: older compilers take the result for an `int`
and cut the pointer in two. NumPy 2.0 took away what had been deprecated for years, such as `PyArray_FromDims`,
`PyArray_CastTo`, `PyArray_SetNumericOps` and the comparisons of complex numbers.

The repair puts the successor in its place where it takes the same arguments. Elsewhere the message names what to use.
A warning instead of an error says that the newest release still has the name.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
convert(PyArrayObject *to, PyArrayObject *from)
{
    return PyArray_CastTo(to, from);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
convert(PyArrayObject *to, PyArrayObject *from)
{
    return PyArray_CopyInto(to, from);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let names = outdated(analysis).iter().filter(|(_, entry)| entry.callable);
    names.map(|(word, entry)| outdated_finding(analysis, &RULE, word, entry)).collect()
}
