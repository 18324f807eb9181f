//! NPC903: the GIL is released, and the function has nothing that takes it again.

use numpy_capi_db::symbol;
use tree_sitter::Node;

use super::without_gil::threads;
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::syntax::scan::{Scanner, TokenKind};
use crate::usage::{Region, Threads};

pub(super) static RULE: Rule = Rule {
    code: "NPC903",
    name: "threads-macro-pairing",
    group: "threads",
    summary: r#"NPY_BEGIN_THREADS stands in a function without NPY_END_THREADS, or without its declaration."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Three macros belong together: `NPY_BEGIN_THREADS_DEF` declares the variable that keeps the thread state,
`NPY_BEGIN_THREADS` releases the GIL and `NPY_END_THREADS` takes it again. Without the first nothing compiles; without the
last the function returns without the GIL, and the next call of Python's API crashes.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

void compute(double *numbers, npy_intp length);

void
run(double *numbers, npy_intp length)
{
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS;
    compute(numbers, length);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

void compute(double *numbers, npy_intp length);

void
run(double *numbers, npy_intp length)
{
    NPY_BEGIN_THREADS_DEF;
    NPY_BEGIN_THREADS;
    compute(numbers, length);
    NPY_END_THREADS;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let threads = threads(analysis);
    let alone = threads.regions.iter().filter(|region| !region.is_block && region.state.is_empty());
    alone.filter_map(|region| of_region(analysis, &threads, region)).collect()
}

fn of_region(analysis: &UsageAnalysis<'_>, threads: &Threads<'_>, region: &Region<'_>) -> Option<Finding> {
    let name = region.opened_by;
    let message = if !is_declared(analysis) {
        format!("`{name}` needs the variable that `{DECLARATION}` declares")
    } else if runs_out(analysis, threads, region) {
        format!("`{name}` releases the GIL, and nothing in `{}` takes it again", analysis.function?.name)
    } else {
        return None;
    };
    Some(analysis.finding(&RULE, region.opened, message))
}

/// Whether the variable that the macros use is there. A macro of the file may declare it.
fn is_declared(analysis: &UsageAnalysis<'_>) -> bool {
    let text = analysis.function.map_or("", |function| function.range.of(analysis.scope.file.text()));
    let mentions_state = text.contains("_save") || text.contains(DECLARATION);
    let mut calls = analysis.usage.calls.iter();
    mentions_state
        || calls.any(|call| analysis.scope.file.macros().defines(call.name))
        || analysis.scope.file.text().contains(&format!("define {DECLARATION}"))
        || Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Word).any(|token| {
            let word = text.get(token.start..token.end).unwrap_or_default();
            let is_shouted = word.len() > 2 && word.bytes().all(|byte| !byte.is_ascii_lowercase());
            is_shouted && symbol(word).is_none()
        })
}

/// Whether the function ends without the GIL at its closing brace. Where it returns before, that is reported there.
fn runs_out(analysis: &UsageAnalysis<'_>, threads: &Threads<'_>, region: &Region<'_>) -> bool {
    let Some(function) = analysis.function else { return false };
    let is_whole_body = region.range.end == function.body.end_byte();
    let mut jumps = analysis.usage.jumps.iter();
    is_whole_body
        && !threads.may_acquire_after(function.body.start_byte())
        && !jumps.any(|jump| region.range.contains(&jump.start_byte()) && is_return(analysis, *jump))
}

fn is_return(analysis: &UsageAnalysis<'_>, jump: Node<'_>) -> bool {
    matches!(analysis.scope.kind(jump), Kind::ReturnStatement | Kind::GotoStatement)
}

/// What declares the variable that keeps the thread state.
const DECLARATION: &str = "NPY_BEGIN_THREADS_DEF";
