//! NPC302: a function fails without an exception.

use super::ledger::FunctionAnalysis;
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC302",
    name: "null-without-exception",
    group: "errors",
    summary: r#"A function reports failure to Python, and no exception is set."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::set_exception],
};

const PAGE: &str = r#"Who calls a C function from Python learns of a failure in two steps: the result is NULL (or -1), and then the exception says
why. If none is set, Python raises `SystemError: ... returned NULL without setting an exception`, which tells the user nothing.

Most calls of the C-API set one when they fail. The allocators do not, whichever library they are from: after `malloc`,
`PyMem_Malloc` or `PyArray_malloc` gave NULL, call `PyErr_NoMemory()`. Look-ups such as `PyDict_GetItemString` do not either,
and a test of your own never does.

The rule looks at functions that Python calls, as far as one file shows it, and at those whose other failing ways out set an
exception.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
table(PyObject *self, PyObject *args)
{
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "n", &length)) {
        return NULL;
    }
    double *values = PyMem_Malloc((size_t)length * sizeof(double));
    if (values == NULL) {
        return NULL;
    }
    values[0] = 1.0;
    PyObject *first = PyFloat_FromDouble(values[0]);
    PyMem_Free(values);
    return first;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
table(PyObject *self, PyObject *args)
{
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "n", &length)) {
        return NULL;
    }
    double *values = PyMem_Malloc((size_t)length * sizeof(double));
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    values[0] = 1.0;
    PyObject *first = PyFloat_FromDouble(values[0]);
    PyMem_Free(values);
    return first;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::FailureWithoutException)
        .map(|defect| {
            let message = match defect.api {
                Some(api) => {
                    format!("the function fails here without an exception: `{}` sets none when it fails", api.name)
                }
                None => "the function fails here, and nothing on the way has set an exception".to_owned(),
            };
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
