//! NPC1006: a loop over an old iterator does not move it on.

use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, named_children};
use crate::usage::{Call, Scope, Variable};

pub(super) static RULE: Rule = Rule {
    code: "NPC1006",
    name: "legacy-iterator-not-advanced",
    group: "iterators",
    summary: r#"A loop over an array iterator can go round without moving the iterator on."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_ITER_NOTDONE` and `PyArray_MultiIter_NOTDONE` only look; the loop has to call `PyArray_ITER_NEXT` or
`PyArray_MultiIter_NEXT` in every round. Where a round ends without it, as by `continue` before the call at the end of the
body, the next round sees the same element, and the loop never ends.

Read the element into variables, move on, and then look at the variables.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
sum_of_positive(PyArrayIterObject *iter)
{
    double sum = 0;
    while (PyArray_ITER_NOTDONE(iter)) {
        double value = *(double *)PyArray_ITER_DATA(iter);
        if (value < 0) {
            continue;
        }
        sum += value;
        PyArray_ITER_NEXT(iter);
    }
    return sum;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
sum_of_positive(PyArrayIterObject *iter)
{
    double sum = 0;
    for (; PyArray_ITER_NOTDONE(iter);) {
        double value = *(double *)PyArray_ITER_DATA(iter);
        PyArray_ITER_NEXT(iter);
        if (value < 0) {
            continue;
        }
        sum += value;
    }
    return sum;
}
"#;

/// The tests whether there are elements left.
const TESTS: [&str; 2] = ["PyArray_ITER_NOTDONE", "PyArray_MultiIter_NOTDONE"];

/// The calls that only look at an iterator.
const LOOKS: [&str; 6] = [
    "PyArray_ITER_NOTDONE",
    "PyArray_MultiIter_NOTDONE",
    "PyArray_ITER_DATA",
    "PyArray_MultiIter_DATA",
    "PyArray_MultiIter_SIZE",
    "PyArray_MultiIter_NDIM",
];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let tests = analysis.usage.calls.iter().filter(|call| TESTS.contains(&call.name) && call.symbol.is_some());
    tests.filter_map(|test| of_test(analysis, test)).collect()
}

fn of_test(analysis: &UsageAnalysis<'_>, test: &Call<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let iterator = scope.variable_of(*test.arguments.first()?)?;
    let mut node = test.node.parent()?;
    while matches!(scope.kind(node), Kind::ParenthesizedExpression | Kind::ConditionClause) {
        node = node.parent()?;
    }
    let grammar = scope.file.grammar();
    let body = match scope.kind(node) {
        Kind::WhileStatement => grammar.child(node, |fields| fields.body)?,
        Kind::ForStatement => {
            let steps = grammar.child(node, |fields| fields.update).is_some_and(|step| scope.mentions(step, iterator));
            grammar.child(node, |fields| fields.body).filter(|_| !steps)?
        }
        _ => return None,
    };
    let moves = first_move(scope, body, iterator);
    let (place, message) = match moves {
        None if !can_be_left(scope, body) => {
            (test.node, format!("`{}` is moved on nowhere in the loop: it never ends", iterator.name))
        }
        None => return None,
        Some(at) => {
            let early = round_ended_before(scope, body, at)?;
            (early, format!("`{}` has not been moved on here: the next round sees the same element", iterator.name))
        }
    };
    Some(analysis.finding(&RULE, place.byte_range().into(), message))
}

/// Where a loop's body first does something with the iterator that may move it on, as a byte offset.
fn first_move<'u>(scope: &Scope<'u, 'u>, body: Node<'u>, iterator: &Variable<'u>) -> Option<usize> {
    let mut first = None;
    let mut open = vec![body];
    while let Some(node) = open.pop() {
        let looks = scope.kind(node) == Kind::CallExpression
            && scope.call_at(node).is_some_and(|call| call.symbol.is_some() && LOOKS.contains(&call.name));
        if looks {
            continue;
        }
        if scope.kind(node) == Kind::Identifier && scope.is_variable(node, iterator) {
            let at = node.start_byte();
            first = Some(first.map_or(at, |known: usize| known.min(at)));
        }
        open.extend(named_children(scope.file.grammar(), node));
    }
    first
}

/// Whether anything leaves the loop but its condition, or is not understood.
fn can_be_left<'u>(scope: &Scope<'u, 'u>, body: Node<'u>) -> bool {
    let mut open = vec![body];
    while let Some(node) = open.pop() {
        let kind = scope.kind(node);
        let is_unknown = kind == Kind::CallExpression && scope.call_at(node).is_none_or(|call| call.symbol.is_none());
        let leaves = matches!(
            kind,
            Kind::BreakStatement | Kind::ReturnStatement | Kind::GotoStatement | Kind::ThrowStatement | Kind::Error
        );
        if leaves || is_unknown {
            return true;
        }
        open.extend(named_children(scope.file.grammar(), node));
    }
    false
}

/// The `continue` of this loop before a place.
fn round_ended_before<'u>(scope: &Scope<'u, 'u>, body: Node<'u>, at: usize) -> Option<Node<'u>> {
    let mut open = vec![body];
    while let Some(node) = open.pop() {
        match scope.kind(node) {
            Kind::ContinueStatement if node.end_byte() <= at => return Some(node),
            // A `continue` there belongs to the inner loop; a label may be jumped to.
            Kind::WhileStatement | Kind::ForStatement | Kind::DoStatement | Kind::ForRangeLoop => {}
            Kind::LabeledStatement => return None,
            _ => open.extend(named_children(scope.file.grammar(), node)),
        }
    }
    None
}
