//! NPC1001: an iterator is not deallocated on every way out.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC1001",
    name: "npyiter-not-deallocated",
    group: "iterators",
    summary: "An NpyIter is not deallocated on every way out of the function.",
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[
        repairs::clean_up_many,
        repairs::release_before_exit,
        repairs::release_before_jump,
        repairs::clean_up_few,
    ],
};

const PAGE: &str = r#"An `NpyIter` is no Python object: nothing counts references to it, and `NpyIter_Deallocate` is the only way to end it. Where a way
out forgets it, the iterator, its buffers and the arrays that it holds stay in memory, and what it has buffered is not written back.

Call `NpyIter_Deallocate` on every way out. It accepts NULL, so that a clean-up label needs no test.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
size(PyObject *self, PyObject *arg)
{
    npy_uint32 flags = NPY_ITER_READONLY | NPY_ITER_ZEROSIZE_OK;
    NpyIter *iter = NpyIter_New((PyArrayObject *)arg, flags, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return NULL;
    }
    if (NpyIter_GetIterSize(iter) == 0) {
        Py_RETURN_NONE;
    }
    PyObject *result = PyLong_FromSsize_t(NpyIter_GetIterSize(iter));
    NpyIter_Deallocate(iter);
    return result;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
size(PyObject *self, PyObject *arg)
{
    npy_uint32 flags = NPY_ITER_READONLY | NPY_ITER_ZEROSIZE_OK;
    NpyIter *iter = NpyIter_New((PyArrayObject *)arg, flags, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return NULL;
    }
    if (NpyIter_GetIterSize(iter) == 0) {
        NpyIter_Deallocate(iter);
        Py_RETURN_NONE;
    }
    PyObject *result = PyLong_FromSsize_t(NpyIter_GetIterSize(iter));
    NpyIter_Deallocate(iter);
    return result;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_resource(DefectKind::LostAtExit)
        .chain(analysis.of_resource(DefectKind::LostTemporary))
        .filter(|defect| analysis.is_iterator(defect))
        .filter(|defect| seen.insert((defect.at, defect.acquired.range)))
        .map(|defect| {
            let message = format!("{} from {} is not deallocated on this way out", holder(defect), source(defect));
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
