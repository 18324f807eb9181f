//! NPC814: memory or another resource is released twice.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC814",
    name: "resource-released-twice",
    group: "memory",
    summary: "Memory or another resource is released that has been released before on the same path.",
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::delete_earlier_release],
};

const PAGE: &str = r#"Freeing a block twice corrupts the heap: the crash comes later and somewhere else. It happens where a branch frees the memory and
then runs into a clean-up label that frees it again.

Release it in one place, or set the pointer to NULL where it has been released early.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(PyObject *arg)
{
    int status = -1;
    char *work = (char *)PyMem_Malloc(64);
    if (work == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    Py_ssize_t size = PySequence_Size(arg);
    if (size < 0) {
        PyMem_Free(work);
        goto finish;
    }
    status = 0;
finish:
    PyMem_Free(work);
    return status;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(PyObject *arg)
{
    int status = -1;
    char *work = (char *)PyMem_Malloc(64);
    if (work == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    Py_ssize_t size = PySequence_Size(arg);
    if (size < 0) {
        goto finish;
    }
    status = 0;
finish:
    PyMem_Free(work);
    return status;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_resource(DefectKind::ReleasedTwice)
        .map(|defect| {
            let message = format!("{} from {} was released before", holder(defect), source(defect));
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
