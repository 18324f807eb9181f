//! NPC216: a borrowed reference is handed to a call that steals it.

use numpy_capi_db::{Ownership, Param};

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::{Defect, DefectKind};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC216",
    name: "borrowed-into-stealing",
    group: "ownership",
    summary: r#"A borrowed reference is handed to a call that steals it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::insert_retain],
};

const PAGE: &str = r#"A call that steals a reference takes one away from its caller: `PyTuple_SET_ITEM`, `PyList_SetItem`, `PyList_SET_ITEM`.
A borrowed reference is not the caller's to give: afterwards two owners count on one reference, and the object dies too early.

Take a reference with `Py_INCREF` just before the call.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
pack(PyObject *items)
{
    PyObject *item = PyTuple_GET_ITEM(items, 0);
    PyObject *pair = PyTuple_New(1);
    if (pair == NULL) {
        return NULL;
    }
    PyTuple_SET_ITEM(pair, 0, item);
    return pair;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
pack(PyObject *items)
{
    PyObject *item = PyTuple_GET_ITEM(items, 0);
    PyObject *pair = PyTuple_New(1);
    if (pair == NULL) {
        return NULL;
    }
    Py_INCREF(item);
    PyTuple_SET_ITEM(pair, 0, item);
    return pair;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    of_theft(analysis, &RULE, Theft::Other, "take a reference with `Py_INCREF` first")
}

/// What is stolen, as far as it has a page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Theft {
    /// A data type descriptor.
    Descriptor,
    /// The base of an array.
    Base,
    /// The array that a function returns.
    Return,
    /// Anything else.
    Other,
}

impl Theft {
    fn of(defect: &Defect) -> Self {
        let Some(api) = defect.api else { return Self::Other };
        let takes_descr = |param: &Param| param.ownership.takes_object() && param.type_text == "PyArray_Descr *";
        let is_stolen = |param: &Param| matches!(param.ownership, Ownership::Stolen | Ownership::StolenOnSuccess);
        match api.name {
            "PyArray_SetBaseObject" => Self::Base,
            "PyArray_Return" => Self::Return,
            _ if api.params.iter().any(|param| takes_descr(param) && is_stolen(param)) => Self::Descriptor,
            _ => Self::Other,
        }
    }
}

/// The borrowed references of a function that are stolen in one way.
pub(super) fn of_theft(
    analysis: &FunctionAnalysis<'_>,
    rule: &'static Rule,
    theft: Theft,
    remedy: &str,
) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::StolenBorrowed)
        .filter(|defect| Theft::of(defect) == theft)
        .map(|defect| {
            let message = format!(
                "{} is a borrowed reference of {}, and `{}` steals it: {remedy}",
                holder(defect),
                source(defect),
                defect.api.map_or("the call", |api| api.name)
            );
            analysis.finding(rule, defect, defect.at, message)
        })
        .collect()
}
