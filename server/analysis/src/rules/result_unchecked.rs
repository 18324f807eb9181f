//! NPC301: a result that can be NULL is used without a test.

use std::collections::HashSet;

use super::ledger::{FunctionAnalysis, holder, is_release, null_message, null_uses, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::{Defect, DefectKind};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC301",
    name: "result-unchecked",
    group: "null",
    summary: r#"The result of a call that can fail is used without a test for NULL."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::insert_null_test],
};

const PAGE: &str = r#"Nearly every call that returns an object returns NULL when it fails: no memory, a conversion that is not possible, an
exception in code that it ran. The next macro that looks inside (`PyArray_DATA`, `Py_DECREF`, `PyTuple_SET_ITEM` ...) then
reads address zero, and the interpreter dies instead of showing the exception.

Test the result right after the call, and leave the function by its error exit. The exception is already set.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
first(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    double value = *(double *)PyArray_DATA(array);
    Py_DECREF(array);
    return value;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
first(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return -1.0;
    }
    double value = *(double *)PyArray_DATA(array);
    Py_DECREF(array);
    return value;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    // One test mends every use of the result.
    let mut seen = HashSet::new();
    analysis
        .of_kind(DefectKind::UsedWithoutNullTest)
        // A nested result that is lost as well is one mistake, and taking it out mends both.
        .filter(|defect| !defect.variable.is_empty() || !analysis.is_lost_temporary(defect))
        .filter(|defect| seen.insert(defect.acquired.range))
        .map(|defect| {
            let returned = defect.acquired.symbol.is_none_or(|symbol| symbol.result_type != "void");
            let message = match defect.api {
                _ if !returned => {
                    format!("{} can be NULL: {} leaves NULL there when it fails", holder(defect), source(defect))
                }
                Some(api) => format!(
                    "{} can be NULL: {} returns NULL when it fails, and `{}` needs an object",
                    holder(defect),
                    source(defect),
                    api.name
                ),
                None => format!("{} can be NULL here: {} returns NULL when it fails", holder(defect), source(defect)),
            };
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .chain(without_object(analysis).map(|(defect, message)| analysis.finding(&RULE, defect, defect.at, message)))
        .collect()
}

/// The uses, releases apart, of what is NULL on the path, or can be left out.
fn without_object<'a>(analysis: &'a FunctionAnalysis<'_>) -> impl Iterator<Item = (&'a Defect, String)> {
    null_uses(analysis).filter(|defect| !is_release(defect)).map(|defect| (defect, null_message(defect)))
}
