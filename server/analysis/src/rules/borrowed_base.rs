//! NPC209: a borrowed reference becomes the base of an array.

use super::borrowed_stolen::{Theft, of_theft};
use super::ledger::FunctionAnalysis;
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC209",
    name: "setbase-missing-incref",
    group: "ownership",
    summary: r#"A borrowed reference is made the base of an array, which takes it over."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::insert_retain],
};

const PAGE: &str = r#"`PyArray_SetBaseObject(view, owner)` takes over a reference to the owner. In a method that gives out a view of its object's
memory the owner is `self`, or another argument, and that reference is the caller's. When the view dies it releases what it
never had, and the object is freed while it is in use.

Take a reference with `Py_INCREF(owner)` before the call.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
keep_alive(PyArrayObject *view, PyObject *holder)
{
    PyObject *owner = PyTuple_GET_ITEM(holder, 0);
    return PyArray_SetBaseObject(view, owner);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
keep_alive(PyArrayObject *view, PyObject *holder)
{
    PyObject *owner = PyTuple_GET_ITEM(holder, 0);
    Py_INCREF(owner);
    return PyArray_SetBaseObject(view, owner);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    of_theft(
        analysis,
        &RULE,
        Theft::Base,
        "the array would release it when it dies; take a reference with `Py_INCREF` first",
    )
}
