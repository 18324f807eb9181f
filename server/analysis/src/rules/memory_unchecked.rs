//! NPC813: memory is used without a test whether there was any.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC813",
    name: "resource-unchecked",
    group: "memory",
    summary: "The result of an allocation, or of opening something, is used without a test for NULL.",
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::insert_null_test],
};

const PAGE: &str = r#"When memory is short, `malloc`, `PyMem_Malloc`, `PyArray_malloc` and their kin return NULL, and `fopen` does whenever the file is
not there. The first access then reads or writes address zero, and the process dies.

Test the result before it is used. None of these functions sets an exception: call `PyErr_NoMemory` on the way out (for files
`PyErr_SetFromErrno`).
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
zeros(PyObject *self, PyObject *arg)
{
    double *work = (double *)PyMem_Malloc(8 * sizeof(double));
    work[0] = 0;
    PyMem_Free(work);
    Py_RETURN_NONE;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
zeros(PyObject *self, PyObject *arg)
{
    double *work = (double *)PyMem_Malloc(8 * sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    work[0] = 0;
    PyMem_Free(work);
    Py_RETURN_NONE;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_resource(DefectKind::UsedWithoutNullTest)
        .filter(|defect| seen.insert(defect.acquired.range))
        .map(|defect| {
            let use_of = match defect.api {
                Some(api) => format!("`{}` needs it", api.name),
                None => "it is used here".to_owned(),
            };
            let message = format!("{} can be NULL: {} can fail, and {use_of}", holder(defect), source(defect));
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
