//! NPC702: C long is taken for the integer of NumPy.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC702",
    name: "long-is-not-default-int",
    group: "dtype",
    summary: r#"An argument is converted to C long, which is not the default integer everywhere."#,
    severity: Severity::Info,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Integers in NumPy are as wide as a pointer by default, since 2.0 on Windows too. C's `long` has 32 bits there: converting an
ordinary array of integers to `NPY_LONG` without `NPY_ARRAY_FORCECAST` raises "Cannot cast array data", and with it values
are cut off.

Ask for `NPY_INTP` and use `npy_intp`, or for `NPY_INT64` and `npy_int64`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
indices(PyObject *object)
{
    return PyArray_FROM_OTF(object, NPY_LONG, NPY_ARRAY_IN_ARRAY);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
indices(PyObject *object)
{
    return PyArray_FROM_OTF(object, NPY_INTP, NPY_ARRAY_IN_ARRAY);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let symbol = call.symbol.filter(|symbol| symbol.chapter == "Converting to and from arrays")?;
    let position = symbol.params.iter().position(|param| param.constant_set == "typenum")?;
    let argument = *call.arguments.get(position)?;
    let number = analysis.scope.type_number(argument)?;
    let successor = match number.name {
        "NPY_LONG" => "NPY_INTP",
        "NPY_ULONG" => "NPY_UINTP",
        _ => return None,
    };
    let message = format!(
        "`{}` has 32 bits on 64-bit Windows, where integers of NumPy have 64: `{successor}` is as wide everywhere",
        number.name
    );
    Some(analysis.finding(&RULE, argument.byte_range().into(), message))
}
