//! NPC305: nobody looks whether a conversion has failed.

use std::collections::HashSet;

use super::ledger::FunctionAnalysis;
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::{Defect, DefectKind};
use crate::text::TextRange;

pub(super) static RULE: Rule = Rule {
    code: "NPC305",
    name: "minus-one-not-checked",
    group: "errors",
    summary: r#"A conversion that says -1 both as a result and for failure is not followed by a look for an exception."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyLong_AsLong`, `PyFloat_AsDouble`, `PyArray_PyIntAsIntp` and their kin return -1 with an exception set when the object cannot
be converted, and -1 without one when that is its value. A caller that looks at neither works with -1 and leaves the exception
for somebody else to stumble over.

Ask after the call: `if (value == -1 && PyErr_Occurred())`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
empty(PyObject *object)
{
    Py_ssize_t length = PyLong_AsSsize_t(object);
    return PyTuple_New(length);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
empty(PyObject *object)
{
    Py_ssize_t length = PyLong_AsSsize_t(object);
    if (length == -1 && PyErr_Occurred()) {
        return NULL;
    }
    return PyTuple_New(length);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_kind(DefectKind::AmbiguousUnchecked)
        .filter(|defect| seen.insert(defect.acquired.range) && !is_type_known(analysis, defect))
        .filter_map(|defect| {
            let message = format!(
                "`{}` says -1 when it fails, and nothing looks for its exception before the function returns a result",
                defect.api?.name
            );
            Some(analysis.finding(&RULE, defect, defect.acquired.range, message))
        })
        .collect()
}

/// Whether the function asks somewhere for the type of what is converted: then the conversion has no reason to fail.
fn is_type_known(analysis: &FunctionAnalysis<'_>, defect: &Defect) -> bool {
    let without_blanks = |range: TextRange| -> String {
        range.of(analysis.file.text()).chars().filter(|character| !character.is_whitespace()).collect()
    };
    let call = without_blanks(defect.acquired.range);
    let Some((_, arguments)) = call.split_once('(') else { return false };
    let function = without_blanks(analysis.function.range);
    ["Check", "CheckExact"].iter().any(|test| function.contains(&format!("{test}({arguments}")))
}
