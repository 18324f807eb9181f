//! NPC203: an owned reference is lost where the function is left.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC203",
    name: "early-return-leak",
    group: "ownership",
    summary: r#"An owned reference is lost on one way out of the function, while other ways release it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[
        repairs::clean_up_many,
        repairs::release_before_exit,
        repairs::release_before_jump,
        repairs::clean_up_few,
        repairs::release_after_last_use,
        repairs::delete_retain,
    ],
};

const PAGE: &str = r#"Every reference that a function owns has to be released, returned or handed over on every way out. Error exits in the middle
are where it is forgotten: the objects acquired so far leak whenever that error occurs.

The shape that keeps this right is one `fail:` label at the end. Declare the owned pointers as NULL, let every failing exit
`goto fail`, and release each with `Py_XDECREF` there. The quick fix writes this for the whole function.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
add(PyObject *first, PyObject *second)
{
    PyObject *left = PyNumber_Float(first);
    if (left == NULL) {
        return NULL;
    }
    PyObject *right = PyNumber_Float(second);
    if (right == NULL) {
        return NULL;
    }
    PyObject *sum = PyNumber_Add(left, right);
    Py_DECREF(left);
    Py_DECREF(right);
    return sum;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
add(PyObject *first, PyObject *second)
{
    PyObject *left = NULL, *right = NULL, *sum = NULL;

    left = PyNumber_Float(first);
    if (left == NULL) {
        goto fail;
    }
    right = PyNumber_Float(second);
    if (right == NULL) {
        goto fail;
    }
    sum = PyNumber_Add(left, right);
fail:
    Py_XDECREF(left);
    Py_XDECREF(right);
    return sum;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    // A variable that took its object from one of several calls is lost once.
    let mut seen = HashSet::new();
    analysis
        .of_kind(DefectKind::LostAtExit)
        .filter(|defect| defect.given_up_elsewhere)
        .filter(|defect| defect.holder.is_none() || seen.insert((defect.at, defect.holder)))
        .map(|defect| {
            let message = format!(
                "{} still owns the new reference of {} here, and it is lost: release it before leaving",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
