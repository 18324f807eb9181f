//! NPC205: a borrowed reference is released.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC205",
    name: "decref-borrowed",
    group: "ownership",
    summary: r#"A reference is released that the function does not own."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::delete_release],
};

const PAGE: &str = r#"A borrowed reference belongs to somebody else: the list for `PyList_GetItem`, the dictionary for `PyDict_GetItemString`, the
array for `PyArray_DESCR`. Releasing it takes a reference from its owner; the object dies while the owner still points to it,
and the interpreter crashes later, somewhere else.

Drop the release, or take a reference of your own with `Py_INCREF` (or the variant that returns a new reference, such as
`PyList_GetItemRef`) first.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static long
first(PyObject *list)
{
    PyObject *item = PyList_GetItem(list, 0);
    if (item == NULL) {
        return -1;
    }
    long value = PyLong_AsLong(item);
    Py_DECREF(item);
    return value;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static long
first(PyObject *list)
{
    PyObject *item = PyList_GetItem(list, 0);
    if (item == NULL) {
        return -1;
    }
    return PyLong_AsLong(item);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::ReleasedBorrowed)
        .map(|defect| {
            let message = format!(
                "{} is a borrowed reference of {}: releasing it takes away somebody else's",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
