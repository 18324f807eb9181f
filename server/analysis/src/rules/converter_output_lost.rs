//! NPC404: what an `O&` converter made is lost.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC404",
    name: "converter-output-leak",
    group: "args",
    summary: r#"What an O& converter made is not released, or is lost when a later argument is refused."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::clean_up_many, repairs::release_before_exit, repairs::release_before_jump],
};

const PAGE: &str = r#"`PyArray_Converter`, `PyArray_DescrConverter` and their like hand out a new reference, unlike "O", which only lends one.
The function has to release it on every way out. One of these ways is easily overlooked: when a later argument is refused,
the parse fails as a whole, and what the converters before it made is still there.

Give the variables NULL before the call and release them with `Py_XDECREF` where it fails as well. `PyArray_OutputConverter`
only lends.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
empty_array(PyObject *self, PyObject *args)
{
    PyArray_Descr *descr = NULL;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "O&n", PyArray_DescrConverter, &descr, &length)) {
        return NULL;
    }
    npy_intp shape[1] = {length};
    return PyArray_Zeros(1, shape, descr, 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
empty_array(PyObject *self, PyObject *args)
{
    PyArray_Descr *descr = NULL;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "O&n", PyArray_DescrConverter, &descr, &length)) {
        Py_XDECREF(descr);
        return NULL;
    }
    npy_intp shape[1] = {length};
    return PyArray_Zeros(1, shape, descr, 0);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .lost_by_parsing()
        .filter_map(|defect| {
            let (range, message) = if defect.given_up_elsewhere {
                let message = format!(
                    "{} still owns what its converter made for {} here, and it is lost: release it before leaving",
                    holder(defect),
                    source(defect)
                );
                (defect.at, message)
            } else {
                let message = format!(
                    "{} owns what its converter made for {} and never releases it",
                    holder(defect),
                    source(defect)
                );
                (defect.acquired.range, message)
            };
            seen.insert((range, defect.holder)).then(|| analysis.finding(&RULE, defect, range, message))
        })
        .collect()
}
