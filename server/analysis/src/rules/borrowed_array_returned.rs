//! NPC213: a borrowed array is given to `PyArray_Return`.

use super::borrowed_stolen::{Theft, of_theft};
use super::ledger::FunctionAnalysis;
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC213",
    name: "pyarray-return-misuse",
    group: "ownership",
    summary: r#"A borrowed reference is given to PyArray_Return, which takes it over."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::insert_retain],
};

const PAGE: &str = r#"`PyArray_Return` takes over a reference to the array and hands one back: to the array, or to the scalar that it makes of an
array without dimensions. The array has to be the function's own. With one that belongs to somebody else, an argument or an
item of a tuple, a reference of theirs is lost.

Take a reference with `Py_INCREF` before the call.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
first(PyObject *arrays)
{
    PyArrayObject *array = (PyArrayObject *)PyTuple_GET_ITEM(arrays, 0);
    return PyArray_Return(array);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
first(PyObject *arrays)
{
    PyArrayObject *array = (PyArrayObject *)PyTuple_GET_ITEM(arrays, 0);
    Py_INCREF(array);
    return PyArray_Return(array);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    of_theft(analysis, &RULE, Theft::Return, "take a reference with `Py_INCREF` first")
}
