//! NPC1107: `NPY_MAXDIMS` means no axis.

use tree_sitter::Node;

use super::migration::{COMPAT_HEADER, with_header};
use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, named_children};
use crate::text::TextEdit;

pub(super) static RULE: Rule = Rule {
    code: "NPC1107",
    name: "maxdims-as-axis",
    group: "migration",
    summary: r#"NPY_MAXDIMS stands where an axis is expected, to mean no axis."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Before NumPy 2.0 the number 32, which was `NPY_MAXDIMS`, meant `axis=None`. Now an array can have 64 dimensions, `NPY_MAXDIMS`
is 64, and no axis is `NPY_RAVEL_AXIS`: `PyArray_AxisConverter` gives that. A comparison with `NPY_MAXDIMS` never holds any
more, and a reduction along it raises AxisError, at run time and without a word of the compiler.

With headers older than 2.0 `NPY_RAVEL_AXIS` comes from `npy_2_compat.h`, of which NumPy asks you to put a copy into the
project. Where the target is older, the repair includes it.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyArrayObject *array)
{
    return PyArray_Sum(array, NPY_MAXDIMS, NPY_NOTYPE, NULL);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyArrayObject *array)
{
    return PyArray_Sum(array, NPY_RAVEL_AXIS, NPY_NOTYPE, NULL);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let names = analysis.usage.names.iter().filter(|name| name.symbol.name == "NPY_MAXDIMS").map(|name| name.node);
    names
        .filter(|node| !analysis.versions.is_guarded(node.start_byte()) && is_axis(analysis, *node))
        .map(|node| {
            let message =
                "`NPY_MAXDIMS` does not mean `axis=None` since NumPy 2.0: that is `NPY_RAVEL_AXIS`".to_owned();
            let fix = Fix {
                title: "Write NPY_RAVEL_AXIS".to_owned(),
                applicability: Applicability::Safe,
                edits: vec![TextEdit::replace(node.byte_range().into(), "NPY_RAVEL_AXIS")],
            };
            let finding = analysis.finding(&RULE, node.byte_range().into(), message);
            finding.suggesting(with_header(analysis.versions, COMPAT_HEADER, fix))
        })
        .collect()
}

/// Whether the value of an expression is taken for an axis.
fn is_axis<'a>(analysis: &UsageAnalysis<'a>, node: Node<'a>) -> bool {
    let scope = analysis.scope;
    let grammar = scope.file.grammar();
    let Some(parent) = node.parent() else { return false };
    let named = |child: Option<Node<'a>>| child.is_some_and(|child| is_named_axis(scope.text(child)));
    match scope.kind(parent) {
        Kind::ParenthesizedExpression | Kind::CastExpression => is_axis(analysis, parent),
        Kind::ConditionalExpression => {
            grammar.child(parent, |fields| fields.condition) != Some(node) && is_axis(analysis, parent)
        }
        Kind::InitDeclarator => named(grammar.child(parent, |fields| fields.declarator)),
        Kind::AssignmentExpression => {
            grammar.child(parent, |fields| fields.operator).is_some_and(|operator| scope.text(operator) == "=")
                && named(grammar.child(parent, |fields| fields.left))
        }
        Kind::BinaryExpression => {
            let operator = grammar.child(parent, |fields| fields.operator).map(|operator| scope.text(operator));
            let sides = [grammar.child(parent, |fields| fields.left), grammar.child(parent, |fields| fields.right)];
            matches!(operator, Some("==" | "!=")) && sides.into_iter().filter(|side| *side != Some(node)).any(named)
        }
        Kind::ArgumentList => is_axis_argument(analysis, node, parent),
        _ => false,
    }
}

/// Whether the callee calls its parameter an axis.
fn is_axis_argument<'a>(analysis: &UsageAnalysis<'a>, node: Node<'a>, list: Node<'a>) -> bool {
    let grammar = analysis.scope.file.grammar();
    let call =
        analysis.usage.calls.iter().find(|call| grammar.child(call.node, |fields| fields.arguments) == Some(list));
    let position = named_children(grammar, list).iter().position(|argument| *argument == node);
    let param = call.and_then(|call| call.symbol).zip(position).and_then(|(symbol, at)| symbol.params.get(at));
    param.is_some_and(|param| is_named_axis(param.name))
}

/// Whether a variable is named for one axis, and not for a number of them.
fn is_named_axis(text: &str) -> bool {
    let last = text.rsplit(['.', '>', '*', ' ', '(']).next().unwrap_or(text).trim_end_matches(')');
    let lower = last.to_ascii_lowercase();
    lower == "axis"
        || lower.ends_with("_axis") && !lower.starts_with("num") && !lower.starts_with("n_")
        || lower.starts_with("axis_")
}
