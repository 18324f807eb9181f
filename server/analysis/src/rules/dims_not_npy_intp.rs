//! NPC606: an array of lengths or strides is not one of `npy_intp`.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::{CType, Call, DataModel, Width};

pub(super) static RULE: Rule = Rule {
    code: "NPC606",
    name: "dims-not-npy-intp",
    group: "access",
    summary: r#"A pointer to other integers is passed where NumPy reads or writes npy_intp."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Lengths and strides are `npy_intp`, an integer as wide as a pointer. An array of `int` has half the width on 64-bit
platforms: NumPy reads two of its elements as one huge length, and beyond the end of the array. A cast to `npy_intp *`
hides the message of the compiler and changes nothing else. `long` has the right width on Linux and macOS, but not on
64-bit Windows.

Declare the array with elements of `npy_intp`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
make(int rows, int columns)
{
    int shape[2] = {rows, columns};
    return PyArray_SimpleNew(2, (npy_intp *)shape, NPY_DOUBLE);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
make(int rows, int columns)
{
    npy_intp shape[2] = {rows, columns};
    return PyArray_SimpleNew(2, shape, NPY_DOUBLE);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(symbol) = call.symbol else { return Vec::new() };
    let wrong = symbol.params.iter().zip(&call.arguments).filter_map(|(param, argument)| {
        if !CType::parse(param.type_text.as_str()).is_pointer_to("npy_intp") {
            return None;
        }
        let given = analysis.scope.type_of(analysis.scope.without_casts(*argument))?.pointed_to()?;
        let platform = DataModel::ALL.into_iter().find(|model| differs(&given, *model))?;
        let (name, callee, parameter) = (analysis.scope.text(*argument), symbol.name, param.name);
        let message = format!(
            "`{name}` points to `{given}`, but `{callee}` takes `npy_intp` for `{parameter}`: on {} their widths differ",
            platform.name()
        );
        Some(analysis.finding(&RULE, argument.byte_range().into(), message))
    });
    wrong.collect()
}

/// Whether an integer type has another width than `npy_intp`.
fn differs(given: &CType<'_>, model: DataModel) -> bool {
    let expected = CType::named("npy_intp").width(model);
    match (given.width(model), expected) {
        (Some(Width::Integer { bits, .. }), Some(Width::Integer { bits: expected, .. })) => bits != expected,
        _ => false,
    }
}
