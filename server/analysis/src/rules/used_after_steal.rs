//! NPC208: an object is used after a call has stolen the last reference.

use super::ledger::{FunctionAnalysis, holder};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC208",
    name: "use-after-steal",
    group: "ownership",
    summary: r#"A dtype is used after a call has stolen the only reference to it."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::retain_before_theft, repairs::retain_until_used],
};

const PAGE: &str = r#"NumPy's array constructors steal the dtype that they are given, whether they succeed or fail. Afterwards the callee decides
how long it lives: after a failure it may be gone, and a new array can have another dtype than the one that was passed,
since a dtype with a shape of its own becomes dimensions and byte order may change. The fields of the old dtype may then be
read from memory that was freed. To pass it to a second constructor takes a reference that nobody has.

Read what is needed before the call, ask the array for its dtype (`PyArray_DESCR`, `PyArray_ITEMSIZE`), or take a reference
with `Py_INCREF` before the call and release it when done.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
pair(PyObject *first, PyObject *second)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    PyObject *left = PyArray_FromAny(first, dtype, 1, 1, NPY_ARRAY_CARRAY, NULL);
    if (left == NULL) {
        return NULL;
    }
    PyObject *right = PyArray_FromAny(second, dtype, 1, 1, NPY_ARRAY_CARRAY, NULL);
    if (right == NULL) {
        Py_DECREF(left);
        return NULL;
    }
    return Py_BuildValue("NN", left, right);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
pair(PyObject *first, PyObject *second)
{
    PyArray_Descr *dtype = PyArray_DescrFromType(NPY_DOUBLE);
    Py_INCREF(dtype);
    PyObject *left = PyArray_FromAny(first, dtype, 1, 1, NPY_ARRAY_CARRAY, NULL);
    if (left == NULL) {
        Py_DECREF(dtype);
        return NULL;
    }
    PyObject *right = PyArray_FromAny(second, dtype, 1, 1, NPY_ARRAY_CARRAY, NULL);
    if (right == NULL) {
        Py_DECREF(left);
        return NULL;
    }
    return Py_BuildValue("NN", left, right);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::UsedAfterSteal)
        .map(|defect| {
            let thief = defect.earlier.map_or("", |range| range.of(analysis.file.text()));
            let thief = thief.split('(').next().unwrap_or_default().trim();
            let message = format!(
                "{} is used after `{thief}` has stolen the only reference to it: the callee may have released it",
                holder(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
