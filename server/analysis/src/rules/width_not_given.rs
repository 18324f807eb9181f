//! NPC703: an array of strings without a width.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC703",
    name: "flexible-dtype-simplenew",
    group: "dtype",
    summary: r#"An array of strings, text or raw memory is created without the size of an element."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`NPY_STRING`, `NPY_UNICODE` and `NPY_VOID` have no size of their own: each array has one. `PyArray_SimpleNew` has no place for
it and raises ValueError, "data type must provide an itemsize"; `PyArray_New` does the same where its `itemsize` is 0.

Give the size in bytes: `PyArray_New(&PyArray_Type, nd, dims, NPY_STRING, NULL, NULL, 16, 0, NULL)`. An element of
`NPY_UNICODE` has 4 bytes for each character.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
names(npy_intp count)
{
    return PyArray_SimpleNew(1, &count, NPY_STRING);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
names(npy_intp count)
{
    return PyArray_New(&PyArray_Type, 1, &count, NPY_STRING, NULL, NULL, 16, 0, NULL);
}
"#;

/// The type numbers whose elements have no size of their own.
const UNSIZED: [&str; 3] = ["NPY_STRING", "NPY_UNICODE", "NPY_VOID"];

/// The calls that need a size, each with the argument that gives it.
const MAKERS: [(&str, Option<&str>); 3] =
    [("PyArray_SimpleNew", None), ("PyArray_SimpleNewFromData", None), ("PyArray_New", Some("itemsize"))];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let symbol = call.symbol?;
    let (_, size) = MAKERS.iter().find(|(name, _)| *name == symbol.name)?;
    let position = symbol.params.iter().position(|param| param.constant_set == "typenum")?;
    let argument = *call.arguments.get(position)?;
    let number = analysis.scope.type_number(argument).filter(|number| UNSIZED.contains(&number.name))?;
    if let Some(size) = size {
        let given = *call.arguments.get(symbol.param_index(size)?)?;
        analysis.scope.number(given).filter(|given| *given < 1)?;
    }
    let message =
        format!("`{}` fails: elements of `{}` have no size of their own, and none is given", symbol.name, number.name);
    Some(analysis.finding(&RULE, argument.byte_range().into(), message))
}
