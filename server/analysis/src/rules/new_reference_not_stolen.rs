//! NPC202: a new reference goes straight into a call that does not steal it.

use super::ledger::{FunctionAnalysis, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC202",
    name: "newref-to-nonstealing",
    group: "ownership",
    summary: r#"A new reference is passed straight to a call that does not steal it, so nobody can release it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::take_out],
};

const PAGE: &str = r#"A call that returns a new reference makes the caller its owner. Passed straight on to a function that only borrows its
arguments (`PyList_Append`, `PyDict_SetItem`, `PyObject_SetAttrString`, `PyFloat_AsDouble` ...), the reference has no name,
and nobody releases it: one object leaks at every call.

Keep the result in a variable, test it, and release it after the call; or use a function that steals, such as
`PyTuple_SET_ITEM` while a tuple is filled, or `PyModule_Add`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(PyObject *list)
{
    return PyList_Append(list, PyLong_FromLong(3));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(PyObject *list)
{
    PyObject *item = PyLong_FromLong(3);
    if (item == NULL) {
        return -1;
    }
    int status = PyList_Append(list, item);
    Py_DECREF(item);
    return status;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::LostTemporary)
        .map(|defect| {
            let message = match defect.api {
                Some(api) => format!(
                    "the new reference of {} is lost: `{}` does not steal it, and no variable keeps it",
                    source(defect),
                    api.name
                ),
                None => format!("the new reference of {} is lost: nothing keeps it", source(defect)),
            };
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
