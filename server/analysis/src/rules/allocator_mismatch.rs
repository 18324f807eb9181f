//! NPC805: memory is released by the function of another allocator.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC805",
    name: "allocator-mismatch",
    group: "memory",
    summary: "Memory is released with the function of another allocator.",
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::use_right_release],
};

const PAGE: &str = r#"Each allocator has its own way to free: `malloc` and `free`, `PyMem_Malloc` and `PyMem_Free`, `PyMem_RawMalloc` and `PyMem_RawFree`,
`PyObject_Malloc` and `PyObject_Free`, `PyDataMem_NEW` and `PyDataMem_FREE`. They keep their books in different places. A block that
goes back to the wrong one corrupts the heap at once or much later, and with `PYTHONMALLOC=debug` the interpreter aborts.

Free each block with the function that belongs to its allocation.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(Py_ssize_t size)
{
    char *work = (char *)PyMem_Malloc(size);
    if (work == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    free(work);
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(Py_ssize_t size)
{
    char *work = (char *)PyMem_Malloc(size);
    if (work == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyMem_Free(work);
    return 0;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_resource(DefectKind::ReleasedByOther)
        .map(|defect| {
            let message =
                format!("{} comes from {}: release it with `{}`", holder(defect), source(defect), defect.released_by);
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
