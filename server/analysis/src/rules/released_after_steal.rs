//! NPC207: a reference is released after a call has stolen it.

use super::ledger::{FunctionAnalysis, holder};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC207",
    name: "decref-after-steal",
    group: "ownership",
    summary: r#"A reference is released after a call has stolen it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::delete_release],
};

const PAGE: &str = r#"A stolen reference is gone, whether the call that stole it succeeded or failed. NumPy's manual is silent about it for half of
the functions that steal: every function that takes a `PyArray_Descr *` to create or convert an array does, and so do
`PyArray_SetBaseObject` and `PyArray_SetWritebackIfCopyBase`. Releasing the object afterwards takes a reference from its new
owner, or from nobody.

Drop the release. Where the object is still needed after the call, take a second reference before it.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
zeros(npy_intp n)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    PyObject *array = PyArray_Zeros(1, &n, dtype, 0);
    Py_DECREF(dtype);
    return array;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
zeros(npy_intp n)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    return PyArray_Zeros(1, &n, dtype, 0);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::ReleasedAfterSteal)
        .map(|defect| {
            let message = format!(
                "{} no longer owns a reference: it was stolen before, so this releases somebody else's",
                holder(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
