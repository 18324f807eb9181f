//! NPC206: a borrowed descriptor is handed to a call that steals it.

use super::borrowed_stolen::{Theft, of_theft};
use super::ledger::FunctionAnalysis;
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC206",
    name: "borrowed-descr-stolen",
    group: "ownership",
    summary: r#"A borrowed data type descriptor is handed to a call that steals it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::insert_retain],
};

const PAGE: &str = r#"`PyArray_NewFromDescr`, `PyArray_FromAny`, `PyArray_Zeros` and all their relatives take over a reference to the descriptor.
`PyArray_DESCR` only lends one. Each such call takes a reference away from a descriptor that all arrays of the type share;
after enough calls it is freed while it is in use, far from the code that did it.

Take a reference with `Py_INCREF` just before the call.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
like(PyArrayObject *array)
{
    npy_intp shape[1] = {3};
    PyArray_Descr *dtype = PyArray_DESCR(array);
    return PyArray_NewFromDescr(&PyArray_Type, dtype, 1, shape, NULL, NULL, 0, NULL);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
like(PyArrayObject *array)
{
    npy_intp shape[1] = {3};
    PyArray_Descr *dtype = PyArray_DESCR(array);
    Py_INCREF(dtype);
    return PyArray_NewFromDescr(&PyArray_Type, dtype, 1, shape, NULL, NULL, 0, NULL);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    of_theft(analysis, &RULE, Theft::Descriptor, "take a reference with `Py_INCREF` first")
}
