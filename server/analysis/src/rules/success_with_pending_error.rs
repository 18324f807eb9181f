//! NPC304: a call has failed, and the function succeeds.

use super::ledger::FunctionAnalysis;
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;

pub(super) static RULE: Rule = Rule {
    code: "NPC304",
    name: "success-with-pending-error",
    group: "errors",
    summary: r#"A call has failed and left an exception, and the function returns a result all the same."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[],
};

const PAGE: &str = r#"When a call of the C-API fails, it leaves an exception that somebody has to deal with: the caller, told by NULL or -1, or this
function, by `PyErr_Clear`. A function that returns an object with the exception still set makes Python raise
`SystemError: ... returned a result with an exception set`.

A frequent form is `Py_RETURN_NONE` in the branch of a failed `PyArg_ParseTuple`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
show(PyObject *self, PyObject *args)
{
    PyObject *object;
    if (!PyArg_ParseTuple(args, "O", &object)) {
        Py_RETURN_NONE;
    }
    return PyObject_Repr(object);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
show(PyObject *self, PyObject *args)
{
    PyObject *object;
    if (!PyArg_ParseTuple(args, "O", &object)) {
        return NULL;
    }
    return PyObject_Repr(object);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::SuccessAfterFailure)
        .map(|defect| {
            let message = "the function returns a result here while the exception of a failed call is set".to_owned();
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
