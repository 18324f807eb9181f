//! NPC214: an owned reference is lost because its variable takes another value.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC214",
    name: "owned-overwritten",
    group: "ownership",
    summary: r#"A variable that owns a reference takes another value, and the reference is lost."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::release_after_last_use, repairs::release_before_assignment],
};

const PAGE: &str = r#"A variable that owns a reference is the only way to release it. Assigning something else to it loses the reference: one
object leaks, in a loop one at every turn.

Release it before the assignment, or use `Py_SETREF` (`Py_XSETREF` where it may be NULL), which stores the new value first.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
join(PyObject *left, PyObject *right, PyObject *last)
{
    PyObject *text = PyUnicode_Concat(left, right);
    if (text == NULL) {
        return NULL;
    }
    text = PyUnicode_Concat(text, last);
    return text;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
join(PyObject *left, PyObject *right, PyObject *last)
{
    PyObject *start = PyUnicode_Concat(left, right);
    if (start == NULL) {
        return NULL;
    }
    PyObject *text = PyUnicode_Concat(start, last);
    Py_DECREF(start);
    return text;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::Overwritten)
        .map(|defect| {
            let message = format!(
                "{} still owns the new reference of {}, which is lost when the variable changes here",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
