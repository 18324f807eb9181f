//! NPC224: a reference that the function takes over from its caller is lost.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC224",
    name: "stolen-argument-lost",
    group: "ownership",
    summary: r#"A function that steals an argument loses its reference on one way out."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::release_before_exit, repairs::release_before_jump],
};

const PAGE: &str = r#"A function that steals an argument owns its reference from the first line on. Whatever happens, it has to release it, hand it
over or store it; the caller will not. Early exits are where this is forgotten: a check of other arguments fails, and the
reference of the one that was taken over leaks.

The rule looks at functions that are known to steal: those that an annotation says it of, such as
`NPY_STEALS_REF_TO_ARG(2)` or the comment `/* numpy-capi: steals descr */`, and the definitions of functions of the API itself.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* numpy-capi: steals descr */
static PyObject *
vector_of(PyArray_Descr *descr, npy_intp length)
{
    if (length < 0) {
        PyErr_SetString(PyExc_ValueError, "negative length");
        return NULL;
    }
    return PyArray_NewFromDescr(&PyArray_Type, descr, 1, &length, NULL, NULL, 0, NULL);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

/* numpy-capi: steals descr */
static PyObject *
vector_of(PyArray_Descr *descr, npy_intp length)
{
    if (length < 0) {
        PyErr_SetString(PyExc_ValueError, "negative length");
        Py_XDECREF(descr);
        return NULL;
    }
    return PyArray_NewFromDescr(&PyArray_Type, descr, 1, &length, NULL, NULL, 0, NULL);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .taken_over()
        .filter(|defect| seen.insert((defect.at, defect.acquired.range)))
        .map(|defect| {
            let message = format!(
                "{} was taken over from the caller and is lost here: release it, or hand it over",
                holder(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
