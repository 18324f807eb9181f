//! NPC311: a variable is released that has no value yet, or is NULL.

use super::ledger::{FunctionAnalysis, holder, is_release, null_message, null_uses};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC311",
    name: "decref-uninitialised",
    group: "null",
    summary: "A pointer is released on a path that has never given it a value, or on which it is NULL.",
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::initialise_with_null, repairs::accept_null],
};

const PAGE: &str = r#"A clean-up label is reached from several places, from some of them before all pointers have been set. `Py_XDECREF` can tell
NULL from an object, but not an object from whatever happens to be in memory: releasing an uninitialised pointer crashes, or
corrupts something far away.

Declare every pointer that a clean-up releases as NULL.

`Py_DECREF` and `Py_INCREF` need an object. Where the pointer is NULL on the path, because a test or a call has just said
so, or because the argument can be left out, use `Py_XDECREF` and `Py_XINCREF`, or leave the statement out.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
convert(PyObject *first, PyObject *second)
{
    PyObject *result = NULL;
    PyObject *left, *right;

    left = PyNumber_Float(first);
    if (left == NULL) {
        goto finish;
    }
    right = PyNumber_Float(second);
    if (right == NULL) {
        goto finish;
    }
    result = PyNumber_Add(left, right);
finish:
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
convert(PyObject *first, PyObject *second)
{
    PyObject *result = NULL;
    PyObject *left = NULL, *right = NULL;

    left = PyNumber_Float(first);
    if (left == NULL) {
        goto finish;
    }
    right = PyNumber_Float(second);
    if (right == NULL) {
        goto finish;
    }
    result = PyNumber_Add(left, right);
finish:
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::ReleasedUninitialised)
        .map(|defect| {
            let message = format!("{} has no value on this path, and is released", holder(defect));
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .chain(
            null_uses(analysis)
                .filter(|defect| is_release(defect))
                .map(|defect| analysis.finding(&RULE, defect, defect.at, null_message(defect))),
        )
        .collect()
}
