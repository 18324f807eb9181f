//! NPC303: the code sets an exception and goes on.

use std::collections::HashSet;

use super::ledger::FunctionAnalysis;
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;

pub(super) static RULE: Rule = Rule {
    code: "NPC303",
    name: "error-set-but-continues",
    group: "errors",
    summary: r#"The code sets an exception, and the function returns a result all the same."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyErr_SetString` and its kin only note the exception. The function goes on with the next statement, and if it then returns an
object, Python has a result and an exception at once: it raises `SystemError: ... returned a result with an exception set`,
or the exception turns up in code that has nothing to do with it.

Leave the function by its error exit after setting an exception, or call `PyErr_Clear` if the failure does not matter.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
length(PyArrayObject *array)
{
    if (PyArray_NDIM(array) != 1) {
        PyErr_SetString(PyExc_ValueError, "expected one dimension");
    }
    return PyLong_FromSsize_t(PyArray_SIZE(array));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
length(PyArrayObject *array)
{
    if (PyArray_NDIM(array) != 1) {
        PyErr_SetString(PyExc_ValueError, "expected one dimension");
        return NULL;
    }
    return PyLong_FromSsize_t(PyArray_SIZE(array));
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    // One exit after the exception mends all.
    let mut seen = HashSet::new();
    analysis
        .of_kind(DefectKind::SuccessAfterRaising)
        .filter(|defect| seen.insert(defect.acquired.range))
        .map(|defect| {
            let message = "an exception is set here, and the function returns a result all the same".to_owned();
            analysis.finding(&RULE, defect, defect.acquired.range, message)
        })
        .collect()
}
