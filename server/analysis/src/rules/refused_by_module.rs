//! NPC217: an object is lost when the call that was to take it over fails.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC217",
    name: "addobject-leak",
    group: "ownership",
    summary: "An object is lost when PyModule_AddObject fails, which steals only when it succeeds.",
    severity: Severity::Info,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::add_reference, repairs::release_before_exit],
};

const PAGE: &str = r#"`PyModule_AddObject` takes the reference over only when it succeeds. When it fails, the caller still owns the object and has
to release it; a result that is not looked at leaks it. The leak is small and rare, a failing import, which is why this rule
does not report by default.

Use `PyModule_AddObjectRef` (Python 3.10), which never steals, and release the object after it in any case; or `PyModule_Add`
(Python 3.13), which always steals.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
add_answer(PyObject *module)
{
    PyObject *answer = PyLong_FromLong(42);
    if (answer == NULL) {
        return -1;
    }
    PyModule_AddObject(module, "answer", answer);
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
add_answer(PyObject *module)
{
    PyObject *answer = PyLong_FromLong(42);
    if (answer == NULL) {
        return -1;
    }
    if (PyModule_AddObject(module, "answer", answer) < 0) {
        Py_DECREF(answer);
        return -1;
    }
    return 0;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .refused()
        .map(|defect| {
            let message = format!(
                "{} still owns the new reference of {} when the call that takes it over fails, and it is lost",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
