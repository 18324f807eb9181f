//! NPC605: a length of an array is kept in a narrower integer.

use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, named_children};
use crate::text::TextEdit;
use crate::usage::{CType, DataModel, Variable, Width};

pub(super) static RULE: Rule = Rule {
    code: "NPC605",
    name: "dimension-truncated-to-int",
    group: "access",
    summary: r#"A length, size or stride of an array is kept in an integer of 32 bits or fewer."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Lengths and strides are `npy_intp`, which has 64 bits on 64-bit platforms. An array with more than 2147483647 elements,
16 GB of float64, gives a negative or a small number when its size is kept in an `int`: loops do not run, offsets lead out
of the array. Strides count bytes and reach that limit earlier.

Declare the variable, and the index of the loop that it limits, as `npy_intp`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
total(PyArrayObject *array)
{
    int count = PyArray_DIM(array, 0);
    double sum = 0;
    for (int i = 0; i < count; i++) {
        sum += *(double *)PyArray_GETPTR1(array, i);
    }
    return sum;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
total(PyArrayObject *array)
{
    npy_intp count = PyArray_DIM(array, 0);
    double sum = 0;
    for (npy_intp i = 0; i < count; i++) {
        sum += *(double *)PyArray_GETPTR1(array, i);
    }
    return sum;
}
"#;

/// Calls that give lengths, sizes and strides.
const LENGTHS: [&str; 7] = [
    "PyArray_DIM",
    "PyArray_DIMS",
    "PyArray_SHAPE",
    "PyArray_SIZE",
    "PyArray_STRIDE",
    "PyArray_STRIDES",
    "PyArray_NBYTES",
];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let declared = analysis.usage.variables.iter().filter_map(|variable| of_declaration(analysis, variable));
    let assigned = analysis.usage.assignments.iter().filter_map(|assignment| {
        let target = analysis.scope.type_of(assignment.target)?;
        let source = source(analysis, assignment.value?, &target)?;
        Some(analysis.finding(
            &RULE,
            assignment.target.byte_range().into(),
            message(analysis, assignment.target, &target, source),
        ))
    });
    declared.chain(assigned).collect()
}

fn of_declaration(analysis: &UsageAnalysis<'_>, variable: &Variable<'_>) -> Option<Finding> {
    let source = source(analysis, variable.initialiser?, &variable.c_type)?;
    let message = message(analysis, variable.node, &variable.c_type, source);
    let finding = analysis.finding(&RULE, variable.node.byte_range().into(), message);
    let Some(type_node) = replaceable_type(analysis, variable) else { return Some(finding) };
    Some(finding.suggesting(Fix {
        title: "Declare it as npy_intp".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(type_node.byte_range().into(), "npy_intp")],
    }))
}

fn message(analysis: &UsageAnalysis<'_>, target: Node<'_>, narrow: &CType<'_>, source: &str) -> String {
    let name = analysis.scope.text(target);
    format!("`{name}` is `{narrow}`, but `{source}` gives `npy_intp`: it is cut off for arrays that are large enough")
}

/// The call whose length a value is, where a number of a type cannot hold it. A cast says that it is meant.
fn source<'u>(analysis: &UsageAnalysis<'u>, value: Node<'u>, target: &CType<'_>) -> Option<&'static str> {
    let scope = &analysis.scope;
    match target.width(DataModel::Lp64)? {
        Width::Integer { bits, .. } if bits < 64 => {}
        _ => return None,
    }
    let is_length = scope.type_of(value)?;
    let call = match scope.kind(value) {
        Kind::CallExpression => value,
        Kind::SubscriptExpression => scope.file.grammar().child(value, |fields| fields.argument)?,
        _ => return None,
    };
    let symbol = scope.call_at(call)?.symbol.filter(|symbol| LENGTHS.contains(&symbol.name))?;
    (is_length.name == "npy_intp" && is_length.pointers == 0).then_some(symbol.name)
}

/// The type of a declaration that declares nothing else, of a variable that goes nowhere else, where its type matters.
fn replaceable_type<'u>(analysis: &UsageAnalysis<'u>, variable: &Variable<'u>) -> Option<Node<'u>> {
    let scope = &analysis.scope;
    let grammar = scope.file.grammar();
    let declaration = variable.initialiser?.parent()?.parent()?;
    let children = named_children(grammar, declaration);
    let is_alone = children.iter().filter(|child| scope.kind(**child) == Kind::InitDeclarator).count() == 1
        && children.iter().all(|child| !matches!(scope.kind(*child), Kind::Identifier | Kind::PointerDeclarator));
    let is_addressed = analysis.usage.addressed.iter().any(|node| scope.is_variable(*node, variable));
    let is_given =
        analysis.usage.calls.iter().any(|call| call.arguments.iter().any(|node| scope.is_variable(*node, variable)));
    let type_node = grammar.child(declaration, |fields| fields.type_)?;
    (is_alone && !is_addressed && !is_given).then_some(type_node)
}
