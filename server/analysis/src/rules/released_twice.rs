//! NPC218: a reference is released although the function has given up its last one.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC218",
    name: "use-after-release",
    group: "ownership",
    summary: r#"A reference is released after the function has already released its last one."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::delete_release],
};

const PAGE: &str = r#"The function owned one reference and has given it up already. A second release takes a reference that belongs to somebody
else, or touches memory that is gone.

Usual causes are a clean-up label that releases what the error branch has released before, and a helper that releases its
argument. Set the variable to NULL with `Py_CLEAR` where it is released early, and release with `Py_XDECREF` at the label.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
double_it(PyObject *number)
{
    PyObject *result = NULL;
    PyObject *two = PyLong_FromLong(2);
    if (two == NULL) {
        goto fail;
    }
    result = PyNumber_Multiply(number, two);
    Py_DECREF(two);
fail:
    Py_XDECREF(two);
    return result;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
double_it(PyObject *number)
{
    PyObject *result = NULL;
    PyObject *two = PyLong_FromLong(2);
    if (two == NULL) {
        goto fail;
    }
    result = PyNumber_Multiply(number, two);
fail:
    Py_XDECREF(two);
    return result;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::ReleasedTwice)
        .map(|defect| {
            let message = format!(
                "{} was released before, and the function owns no other reference of {}",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
