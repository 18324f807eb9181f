//! NPC812: memory or another resource is lost on one way out of the function.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC812",
    name: "resource-lost-on-exit",
    group: "memory",
    summary: "Memory, a buffer or a file is lost on one way out of the function, while other ways release it.",
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

const PAGE: &str = r#"The way that succeeds frees the memory, closes the file or releases the buffer; an error exit in the middle forgets it. Each
time that error occurs, the block is lost, or the object behind the buffer stays locked.

Let every failing exit go to one label at the end that releases whatever the function holds. `free(NULL)` and `PyMem_Free(NULL)`
do nothing, so pointers that start as NULL need no test there.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
sum(PyObject *self, PyObject *arg)
{
    Py_ssize_t size = PySequence_Size(arg);
    if (size < 0) {
        return NULL;
    }
    double *work = (double *)PyMem_Calloc(size, sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *first = PySequence_GetItem(arg, 0);
    if (first == NULL) {
        return NULL;
    }
    Py_DECREF(first);
    PyMem_Free(work);
    Py_RETURN_NONE;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
sum(PyObject *self, PyObject *arg)
{
    Py_ssize_t size = PySequence_Size(arg);
    if (size < 0) {
        return NULL;
    }
    double *work = (double *)PyMem_Calloc(size, sizeof(double));
    if (work == NULL) {
        return PyErr_NoMemory();
    }
    PyObject *first = PySequence_GetItem(arg, 0);
    if (first == NULL) {
        PyMem_Free(work);
        return NULL;
    }
    Py_DECREF(first);
    PyMem_Free(work);
    Py_RETURN_NONE;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    let mut seen = HashSet::new();
    analysis
        .of_resource(DefectKind::LostAtExit)
        .filter(|defect| defect.given_up_elsewhere && !analysis.is_iterator(defect))
        .filter(|defect| defect.holder.is_none() || seen.insert((defect.at, defect.holder)))
        .map(|defect| {
            let message = format!(
                "{} from {} is lost here: call `{}` before leaving",
                holder(defect),
                source(defect),
                defect.released_by
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
