//! NPC615: an array of lengths is shorter than the number of dimensions.

use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::{CType, Call};

pub(super) static RULE: Rule = Rule {
    code: "NPC615",
    name: "shape-shorter-than-nd",
    group: "access",
    summary: r#"An array of lengths or strides has fewer elements than the array has dimensions."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"The calls that make arrays read as many lengths, and strides where they are given, as their argument `nd` says. Where the
array of lengths is shorter, they take whatever lies behind it for a length: MemoryError or a huge array at best.

Let the number and the array agree.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
table(npy_intp rows)
{
    return PyArray_ZEROS(2, &rows, NPY_DOUBLE, 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
table(npy_intp rows)
{
    npy_intp shape[2] = {rows, 3};
    return PyArray_ZEROS(2, shape, NPY_DOUBLE, 0);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(symbol) = call.symbol.filter(|symbol| symbol.chapter == "Creating arrays") else { return Vec::new() };
    let rank = symbol.param_index("nd").and_then(|position| analysis.scope.number(*call.arguments.get(position)?));
    let Some(rank) = rank else { return Vec::new() };
    let tables = symbol
        .params
        .iter()
        .zip(&call.arguments)
        .filter(|(param, _)| CType::parse(param.type_text.as_str()).is_pointer_to("npy_intp"));
    let short = tables.filter_map(|(param, argument)| {
        let length = length_of(analysis, *argument).filter(|length| *length < rank)?;
        let plural = if length == 1 { "element" } else { "elements" };
        let message = format!(
            "`{}` has {length} {plural}, but `{}` reads {rank} of `{}`",
            analysis.scope.text(*argument),
            symbol.name,
            param.name
        );
        Some(analysis.finding(&RULE, argument.byte_range().into(), message))
    });
    short.collect()
}

/// How many elements lie at an address: one at that of a plain variable, as many as its declaration says in an array.
fn length_of<'u>(analysis: &UsageAnalysis<'u>, argument: Node<'u>) -> Option<i64> {
    let scope = &analysis.scope;
    let node = scope.without_casts(argument);
    if let Some(variable) = scope.variable_of(node) {
        let is_own = variable.c_type.is_array && variable.c_type.pointers == 1 && !variable.is_parameter;
        return variable.length.trim().parse().ok().filter(|_| is_own);
    }
    let addressed = scope.file.grammar().child(node, |fields| fields.argument)?;
    let is_address = scope.kind(node) == Kind::PointerExpression && scope.text(node).starts_with('&');
    let variable = scope.variable_of(addressed).filter(|_| is_address && scope.kind(addressed) == Kind::Identifier)?;
    (variable.c_type.pointers == 0 && variable.c_type.name == "npy_intp" && !variable.is_reference).then_some(1)
}
