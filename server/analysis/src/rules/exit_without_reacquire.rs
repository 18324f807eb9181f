//! NPC902: a function is left, or a block without the GIL, and nothing takes the GIL again.

use numpy_capi_db::{Control, macro_syntax};
use tree_sitter::Node;

use super::without_gil::{released_here, threads};
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::{Region, Threads};

pub(super) static RULE: Rule = Rule {
    code: "NPC902",
    name: "exit-without-reacquire",
    group: "threads",
    summary: r#"A return or jump leaves code without the GIL, and nothing takes it again."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`Py_BEGIN_ALLOW_THREADS` opens a block and keeps the thread state in a variable of that block; only
`Py_END_ALLOW_THREADS` puts it back. A `return`, or a `goto`, `break` or `continue` to a place outside, goes on without
the GIL, and the interpreter crashes or ends the process at the next call. The same holds for a `return` between
`NPY_BEGIN_THREADS` and `NPY_END_THREADS`.

Keep the outcome in a variable, go to the end of the block, and look at it behind the end.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
mean(const double *numbers, Py_ssize_t length)
{
    double sum = 0.0;
    Py_BEGIN_ALLOW_THREADS
    if (length == 0) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        sum += numbers[i];
    }
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(sum / (double)length);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *
mean(const double *numbers, Py_ssize_t length)
{
    double sum = 0.0;
    if (length == 0) {
        PyErr_SetString(PyExc_ValueError, "no numbers");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t i = 0; i < length; i++) {
        sum += numbers[i];
    }
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(sum / (double)length);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let threads = threads(analysis);
    if threads.regions.is_empty() {
        return Vec::new();
    }
    let hidden = analysis.usage.names.iter().filter(|name| returns(name.symbol.name)).map(|name| name.node);
    let exits = analysis.usage.jumps.iter().copied().chain(hidden);
    exits.filter_map(|exit| of_exit(analysis, &threads, exit)).collect()
}

/// Whether a macro always returns.
fn returns(name: &str) -> bool {
    macro_syntax(name).is_some_and(|syntax| syntax.control == Some(Control::Return))
}

fn of_exit(analysis: &UsageAnalysis<'_>, threads: &Threads<'_>, exit: Node<'_>) -> Option<Finding> {
    let region = threads.region_at(exit.start_byte())?;
    let leaves = match analysis.scope.kind(exit) {
        Kind::BreakStatement | Kind::ContinueStatement => leaves_loop(analysis, region, exit),
        Kind::GotoStatement => leaves_by_goto(analysis, threads, region, exit),
        _ => !hands_on_state(analysis, region, exit),
    };
    if !leaves || is_in_lambda(analysis, region, exit) {
        return None;
    }
    let word = analysis.scope.text(exit).split([' ', '\n', '\t', ';', '(']).next().unwrap_or_default();
    let message = format!("`{word}` goes on without the GIL, which `{}` has released", region.opened_by);
    let finding = analysis.finding(&RULE, exit.byte_range().into(), message);
    Some(Finding { related: vec![released_here(region.opened_by, region.opened)], ..finding })
}

/// Whether a loop or `switch` around a `break` or `continue` is around the whole region.
fn leaves_loop(analysis: &UsageAnalysis<'_>, region: &Region<'_>, exit: Node<'_>) -> bool {
    let is_break = analysis.scope.kind(exit) == Kind::BreakStatement;
    let mut node = exit;
    while let Some(parent) = node.parent().filter(|parent| region.range.contains(&parent.start_byte())) {
        let catches = match analysis.scope.kind(parent) {
            // A block behind a macro may be a loop.
            Kind::WhileStatement
            | Kind::DoStatement
            | Kind::ForStatement
            | Kind::ForRangeLoop
            | Kind::ExpressionStatement
            | Kind::Error
            | Kind::Other => true,
            Kind::SwitchStatement => is_break,
            _ => false,
        };
        if catches {
            return false;
        }
        node = parent;
    }
    // Behind a `NPY_BEGIN_THREADS`, what follows the loop may end the region.
    region.is_block
}

/// Whether a `goto` goes to a place at which nothing can take the GIL again.
fn leaves_by_goto(analysis: &UsageAnalysis<'_>, threads: &Threads<'_>, region: &Region<'_>, exit: Node<'_>) -> bool {
    let Some(target) = label_of(analysis, exit) else { return false };
    let is_target = |node: &&Node<'_>| label_of(analysis, **node) == Some(target);
    let Some(label) = analysis.usage.labels.iter().find(is_target) else { return false };
    let at = label.start_byte();
    let is_inside = region.range.contains(&at) || at == region.range.end;
    !is_inside && (region.is_block || !threads.may_acquire_after(at))
}

/// The label of a `goto`, or of a statement.
fn label_of<'u>(analysis: &UsageAnalysis<'u>, node: Node<'_>) -> Option<&'u str> {
    let label = analysis.scope.file.grammar().child(node, |fields| fields.label)?;
    Some(analysis.scope.text(label))
}

/// Whether a function hands the saved thread state to its caller, who takes the GIL again.
fn hands_on_state(analysis: &UsageAnalysis<'_>, region: &Region<'_>, exit: Node<'_>) -> bool {
    !region.state.is_empty() && analysis.scope.text(exit).contains(region.state)
}

fn is_in_lambda(analysis: &UsageAnalysis<'_>, region: &Region<'_>, exit: Node<'_>) -> bool {
    let mut node = exit;
    while let Some(parent) = node.parent().filter(|parent| region.range.contains(&parent.start_byte())) {
        if analysis.scope.kind(parent) == Kind::LambdaExpression {
            return true;
        }
        node = parent;
    }
    false
}
