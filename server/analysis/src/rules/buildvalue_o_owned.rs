//! NPC201: an owned reference given to `Py_BuildValue` with "O" is lost.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC201",
    name: "buildvalue-O-owned",
    group: "ownership",
    summary: r#"An owned reference is given to Py_BuildValue with "O", which takes a second one, and is never released."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::hand_over, repairs::release_before_exit, repairs::release_before_jump],
};

const PAGE: &str = r#"`Py_BuildValue` treats "O" as a loan: the tuple or list that it builds takes a reference of its own, and the caller still
owns the one it came with. A function that builds its result from an object it has just created and then returns leaks that
object at every call.

Write "N" instead of "O" where the reference is to be handed over. "N" gives the reference away even when building fails, so
nothing is left to release. Keep "O" for borrowed objects, and for objects that are released afterwards.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
pair(PyObject *self, PyObject *args)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    return Py_BuildValue("(Oi)", list, 1);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
pair(PyObject *self, PyObject *args)
{
    PyObject *list = PyList_New(0);
    if (list == NULL) {
        return NULL;
    }
    return Py_BuildValue("(Ni)", list, 1);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::LostInBuildValue)
        .map(|defect| {
            let message = format!(
                "{} is a new reference of {}, and \"O\" takes another one: hand it over with \"N\", or release it",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.earlier.unwrap_or(defect.at), message)
        })
        .collect()
}
