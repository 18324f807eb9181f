//! NPC406: the result of parsing is ignored.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, parses};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;

pub(super) static RULE: Rule = Rule {
    code: "NPC406",
    name: "parse-result-ignored",
    group: "args",
    summary: r#"The result of a call that takes arguments apart is ignored."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[],
};

const PAGE: &str = r#"When `PyArg_ParseTuple` or one of its kin fails, it leaves an exception, and the variables that it should have filled keep what
they had: mostly nothing. Code that goes on works with garbage and returns a result while an exception is set.

Leave the function with NULL when the call gives 0.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
twice(PyObject *self, PyObject *args)
{
    long value = 0;
    PyArg_ParseTuple(args, "l", &value);
    return PyLong_FromLong(2 * value);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
twice(PyObject *self, PyObject *args)
{
    long value = 0;
    if (!PyArg_ParseTuple(args, "l", &value)) {
        return NULL;
    }
    return PyLong_FromLong(2 * value);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_kind(DefectKind::StatusIgnored)
        .filter(|defect| seen.insert(defect.acquired.range))
        .filter_map(|defect| {
            let api = defect.api.filter(|api| parses(api))?;
            let message = format!("nobody looks whether `{}` has failed, and its variables may hold nothing", api.name);
            Some(analysis.finding(&RULE, defect, defect.acquired.range, message))
        })
        .collect()
}
