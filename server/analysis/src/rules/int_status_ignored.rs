//! NPC306: a status is ignored.

use numpy_capi_db::{Ownership, Symbol};

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, parses};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;

pub(super) static RULE: Rule = Rule {
    code: "NPC306",
    name: "int-status-ignored",
    group: "errors",
    summary: r#"A call that can fail is made, nobody looks whether it did, and the function returns a result."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[],
};

const PAGE: &str = r#"Many calls report by a status alone: 0 or 1 for success, -1 for failure, with an exception. If nobody looks at the status, the
failure goes unnoticed: data is missing, and the exception is still set when the function returns its result.

Test the status and leave by the error exit. Much code ignores the status of calls that hardly ever fail, so the rule is for
those who ask for it.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
options(PyObject *value)
{
    PyObject *result = PyDict_New();
    if (result == NULL) {
        return NULL;
    }
    PyDict_SetItemString(result, "value", value);
    return result;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
options(PyObject *value)
{
    PyObject *result = PyDict_New();
    if (result == NULL) {
        return NULL;
    }
    if (PyDict_SetItemString(result, "value", value) < 0) {
        Py_DECREF(result);
        return NULL;
    }
    return result;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_kind(DefectKind::StatusIgnored)
        .filter(|defect| seen.insert(defect.acquired.range))
        .filter_map(|defect| {
            let api = defect.api.filter(|api| !parses(api) && !is_excused(api))?;
            let message = format!("`{}` can fail, and nobody looks whether it did", api.name);
            Some(analysis.finding(&RULE, defect, defect.acquired.range, message))
        })
        .collect()
}

/// Whether a call leaves its argument with the caller when it fails, which has a rule of its own, or ends a resource,
/// which is over then in any case.
fn is_excused(api: &Symbol) -> bool {
    let excuses = |ownership| matches!(ownership, Ownership::StolenOnSuccess | Ownership::ConsumedResource);
    api.params.iter().any(|param| excuses(param.ownership))
}
