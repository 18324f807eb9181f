//! NPC216: a borrowed reference is handed to a call that steals it.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC216",
    name: "borrowed-into-stealing",
    group: "ownership",
    summary: r#"A borrowed reference is handed to a call that steals it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::insert_retain],
};

const PAGE: &str = r#"A call that steals a reference takes one away from its caller: `PyTuple_SET_ITEM`, `PyList_SetItem`, every `dtype` argument of
NumPy's array constructors. A borrowed reference is not the caller's to give: afterwards two owners count on one reference,
and the object dies too early.

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
    analysis
        .of_kind(DefectKind::StolenBorrowed)
        .map(|defect| {
            let message = format!(
                "{} is a borrowed reference of {}, and `{}` steals it: take a reference with `Py_INCREF` first",
                holder(defect),
                source(defect),
                defect.api.map_or("the call", |api| api.name)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
