//! NPC204: an owned reference is never released on any path.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC204",
    name: "converted-array-never-released",
    group: "ownership",
    summary: r#"A new reference is kept in a variable and released on no path."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[
        repairs::release_after_last_use,
        repairs::release_before_exit,
        repairs::release_before_jump,
        repairs::clean_up_many,
        repairs::clean_up_few,
        repairs::delete_retain,
    ],
};

const PAGE: &str = r#"A conversion such as `PyArray_FROM_OTF` returns a new reference even where it hands back the very array that it was given.
The same holds for every other call that creates or fetches "a new reference": the function that receives it owes one
`Py_DECREF`. Here no path of the function releases it, returns it or gives it away, so each call leaks one object, and with an
array all of its data.

Release it when it is no longer used, on the way to success as well as on every error exit.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *self, PyObject *arg)
{
    double sum = 0;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    double *data = (double *)PyArray_DATA(array);
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += data[i];
    }
    return PyFloat_FromDouble(sum);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *self, PyObject *arg)
{
    double sum = 0;
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(arg, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    double *data = (double *)PyArray_DATA(array);
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += data[i];
    }
    Py_DECREF(array);
    return PyFloat_FromDouble(sum);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_kind(DefectKind::LostAtExit)
        // Who takes a reference to what he was given, and never releases it, keeps it alive for somebody.
        .filter(|defect| !defect.given_up_elsewhere && !defect.is_retained)
        .filter(|defect| seen.insert(defect.acquired.range))
        .map(|defect| {
            let message =
                format!("{} owns the new reference of {} and never releases it", holder(defect), source(defect));
            analysis.finding(&RULE, defect, defect.acquired.range, message)
        })
        .collect()
}
