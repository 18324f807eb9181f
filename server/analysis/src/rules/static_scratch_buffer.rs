//! NPC906: memory that all calls share is worked on without the GIL.

use super::without_gil::{released_here, threads};
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextRange;
use crate::usage::{Region, Variable};

pub(super) static RULE: Rule = Rule {
    code: "NPC906",
    name: "static-scratch-buffer",
    group: "threads",
    summary: r#"A static array of a function is used where the GIL is released, so that calls disturb each other."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"A `static` array inside a function is one array for all calls. As long as the GIL is held, one call after the other
works on it. Where the function releases the GIL, a second thread can enter it and overwrite what the first is working on:
the results are wrong, now and then.

Allocate the memory for each call, or give each thread its own with `_Thread_local`. Arrays that are `const` are not
reported.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

void compute(double *work, Py_ssize_t length);

PyObject *
run(Py_ssize_t length)
{
    static double work[1024];
    Py_BEGIN_ALLOW_THREADS
    compute(work, length);
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(work[0]);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

void compute(double *work, Py_ssize_t length);

PyObject *
run(Py_ssize_t length)
{
    double work[1024];
    Py_BEGIN_ALLOW_THREADS
    compute(work, length);
    Py_END_ALLOW_THREADS
    return PyFloat_FromDouble(work[0]);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let shared: Vec<&Variable<'_>> =
        analysis.usage.variables.iter().filter(|known| is_shared(analysis, known)).collect();
    if shared.is_empty() {
        return Vec::new();
    }
    let regions = threads(analysis).regions;
    shared.into_iter().filter_map(|variable| of_variable(analysis, &regions, variable)).collect()
}

/// Whether a variable is a static array that the function can write to.
fn is_shared(analysis: &UsageAnalysis<'_>, variable: &Variable<'_>) -> bool {
    if !variable.is_static || !variable.c_type.is_array {
        return false;
    }
    let mut node = variable.node;
    while let Some(parent) = node.parent().filter(|_| analysis.scope.kind(node) != Kind::Declaration) {
        node = parent;
    }
    let words = TextRange::new(node.start_byte(), variable.node.start_byte()).of(analysis.scope.file.text());
    let own = ["const", "_Thread_local", "thread_local", "__thread", "NPY_TLS", "constexpr"];
    !words.split([' ', '\n', '\t', '*']).any(|word| own.contains(&word))
}

fn of_variable(analysis: &UsageAnalysis<'_>, regions: &[Region<'_>], variable: &Variable<'_>) -> Option<Finding> {
    let text = analysis.scope.file.text();
    let function = analysis.function?.range.of(text);
    // A table that is filled elsewhere is only read here; one that nobody fills is filled by the call.
    let is_filled = variable.initialiser.is_some() || uses(function, variable.name).any(|(_, rest)| is_written(rest));
    let (region, at) = regions.iter().find_map(|region| {
        let inside = text.get(region.range.clone())?;
        let is_write = |at: usize, rest: &str| is_written(rest) || !is_filled && is_argument(inside, at, rest);
        let (at, _) = uses(inside, variable.name).find(|(at, rest)| is_write(*at, rest))?;
        variable.visible.contains(&region.range.start).then_some((region, region.range.start + at))
    })?;
    let name = variable.name;
    let message =
        format!("`{name}` is static and shared by all calls, and other threads can use it while the GIL is released");
    let finding = analysis.finding(&RULE, TextRange::new(at, at + name.len()), message);
    Some(Finding { related: vec![released_here(region.opened_by, region.opened)], ..finding })
}

/// The places of a name as a whole word, no member's, each with the text behind it.
fn uses<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.match_indices(name).filter_map(move |(at, _)| {
        let (before, rest) = (text.get(..at)?, text.get(at + name.len()..)?);
        let is_inside = before.ends_with(is_part) || before.ends_with(['.', '"']) || before.ends_with("->");
        (!is_inside && !rest.starts_with(is_part)).then_some((at, rest))
    })
}

/// Whether an element is written: `[i] = ...`.
fn is_written(rest: &str) -> bool {
    let mut rest = rest;
    let mut has_index = false;
    while let Some(inside) = rest.trim_start().strip_prefix('[') {
        let Some((_, behind)) = inside.split_once(']') else { return false };
        (rest, has_index) = (behind, true);
    }
    let rest = rest.trim_start();
    let assigns = rest.starts_with('=') && !rest.starts_with("==");
    has_index
        && (assigns || ["+=", "-=", "*=", "/=", "|=", "&=", "^=", "++", "--"].iter().any(|op| rest.starts_with(op)))
}

/// Whether the array itself is passed to a call.
fn is_argument(text: &str, at: usize, rest: &str) -> bool {
    let before = text.get(..at).unwrap_or_default().trim_end();
    before.ends_with(['(', ',']) && rest.trim_start().starts_with([',', ')'])
}
