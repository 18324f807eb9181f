//! NPC811: memory or another resource is never released.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC811",
    name: "resource-never-released",
    group: "memory",
    summary: "Memory, a buffer or a file is never released, on any path.",
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[
        repairs::release_before_exit,
        repairs::release_before_jump,
        repairs::clean_up_many,
        repairs::clean_up_few,
    ],
};

const PAGE: &str = r#"What `malloc`, `PyMem_Malloc`, `PyObject_GetBuffer`, `fopen` and their kin hand out belongs to the function until it calls the
one function that ends it, returns it, or stores it where it outlives the call. A block that is never freed is lost for good;
a buffer that is never released keeps its object locked: a `bytearray` can then not be resized any more.

Release it before every way out; a clean-up label at the end of the function is the place where none is forgotten.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
mean(PyObject *self, PyObject *arg)
{
    Py_ssize_t size = 8;
    double sum = 0;
    double *work = (double *)PyMem_Calloc(size, sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        sum += work[i];
    }
    return PyFloat_FromDouble(sum / size);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
mean(PyObject *self, PyObject *arg)
{
    Py_ssize_t size = 8;
    double sum = 0;
    double *work = (double *)PyMem_Calloc(size, sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        sum += work[i];
    }
    PyMem_Free(work);
    return PyFloat_FromDouble(sum / size);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_resource(DefectKind::LostAtExit)
        .chain(analysis.of_resource(DefectKind::LostTemporary))
        .filter(|defect| !defect.given_up_elsewhere && !analysis.is_iterator(defect))
        .filter(|defect| seen.insert(defect.acquired.range))
        .map(|defect| {
            let message =
                format!("{} from {} is never released with `{}`", holder(defect), source(defect), defect.released_by);
            analysis.finding(&RULE, defect, defect.acquired.range, message)
        })
        .collect()
}
