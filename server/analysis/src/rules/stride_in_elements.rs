//! NPC610: a stride is turned into a number of elements.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC610",
    name: "stride-divided-by-sizeof",
    group: "access",
    summary: r#"A stride is divided by the size of an element, which need not divide it."#,
    severity: Severity::Info,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Strides count bytes, and need not be a multiple of the element's size: a field of a packed record has the stride of the
record. Dividing by `sizeof(double)` rounds, and every index after the first leads to the wrong place.

Compute addresses in bytes, with `PyArray_GETPTR1` and its relatives or with `char *`, or ask for
`NPY_ARRAY_ELEMENTSTRIDES` where the conversion honours it.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
third(PyArrayObject *array)
{
    npy_intp step = PyArray_STRIDE(array, 0) / (npy_intp)sizeof(double);
    return ((double *)PyArray_DATA(array))[2 * step];
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
third(PyArrayObject *array)
{
    return *(double *)PyArray_GETPTR1(array, 2);
}
"#;

/// The calls that give strides.
const STRIDES: [&str; 2] = ["PyArray_STRIDE", "PyArray_STRIDES"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    // Whoever tests the remainder knows.
    let is_tested = analysis.usage.names.iter().any(|name| name.symbol.name == "NPY_ARRAY_ELEMENTSTRIDES")
        || analysis.function.is_some_and(|function| function.range.of(analysis.scope.file.text()).contains('%'));
    if is_tested {
        return Vec::new();
    }
    let strides = analysis.usage.calls.iter().filter(|call| call.symbol.is_some() && STRIDES.contains(&call.name));
    strides.filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let grammar = scope.file.grammar();
    let mut node = call.node;
    let division = loop {
        let parent = node.parent()?;
        match scope.kind(parent) {
            Kind::ParenthesizedExpression | Kind::CastExpression | Kind::SubscriptExpression => node = parent,
            Kind::BinaryExpression => break parent,
            _ => return None,
        }
    };
    let is_left = grammar.child(division, |fields| fields.left)?.id() == node.id();
    let sign = scope.text(grammar.child(division, |fields| fields.operator)?);
    let divisor = scope.without_casts(grammar.child(division, |fields| fields.right)?);
    let is_size = scope.kind(divisor) == Kind::SizeofExpression
        || scope.call_at(divisor).is_some_and(|call| call.name == "PyArray_ITEMSIZE");
    if !is_left || sign != "/" || !is_size {
        return None;
    }
    let message = format!(
        "`{}` counts bytes and need not be a multiple of `{}`: compute the address in bytes, as `PyArray_GETPTR1` does",
        call.name,
        scope.text(divisor)
    );
    Some(analysis.finding(&RULE, division.byte_range().into(), message))
}
