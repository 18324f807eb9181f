//! NPC1004: the function that moves an iterator on is called without a look whether it is there.

use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC1004",
    name: "npyiter-iternext-unchecked",
    group: "iterators",
    summary: r#"The result of NpyIter_GetIterNext is called without a test for NULL."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`NpyIter_GetIterNext` returns NULL with an exception where it has no function for the iterator. A call through the null
pointer crashes the interpreter.

Test the pointer, and deallocate the iterator where it is NULL.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
walk(NpyIter *iter)
{
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    int count = 0;
    do {
        count++;
    } while (next(iter));
    return count;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
walk(NpyIter *iter)
{
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        return -1;
    }
    int count = 0;
    do {
        count++;
    } while (next(iter));
    return count;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let Some(function) = analysis.function else { return Vec::new() };
    let givers = analysis.usage.calls_of("NpyIter_GetIterNext");
    givers.filter_map(|giver| of_giver(analysis, function.node, giver)).collect()
}

fn of_giver<'u>(analysis: &UsageAnalysis<'u>, function: Node<'u>, giver: &Call<'u>) -> Option<Finding> {
    let scope = &analysis.scope;
    let next = scope.variable_given(giver)?;
    let mut called = None;
    let is_never_looked_at = scope.all_of(function, |node| {
        let is_mention =
            scope.kind(node) == Kind::Identifier && node.id() != next.node.id() && scope.is_variable(node, next);
        if !is_mention {
            return true;
        }
        let parent = node.parent();
        let is_callee = parent.is_some_and(|parent| {
            let function = scope.file.grammar().child(parent, |fields| fields.function);
            function.is_some_and(|function| function.id() == node.id())
        });
        let is_target = parent.is_some_and(|parent| {
            let target = scope.file.grammar().child(parent, |fields| fields.left);
            let stands_alone = parent.parent().is_some_and(|around| scope.kind(around) == Kind::ExpressionStatement);
            stands_alone
                && scope.kind(parent) == Kind::AssignmentExpression
                && target.is_some_and(|it| it.id() == node.id())
        });
        if is_callee {
            called = called.filter(|first: &Node<'_>| first.start_byte() < node.start_byte()).or(Some(node));
        }
        is_callee || is_target
    });
    let called = called.filter(|_| is_never_looked_at)?;
    let message = format!("`{}` is NULL where `{}` fails, and it is called without a test", next.name, giver.name);
    let mut finding = analysis.finding(&RULE, called.byte_range().into(), message);
    finding
        .related
        .push(Related { range: giver.node.byte_range().into(), message: format!("`{}` gives it here", giver.name) });
    Some(finding)
}
