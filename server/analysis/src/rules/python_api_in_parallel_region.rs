//! NPC908: threads of OpenMP work on objects.

use tree_sitter::Node;

use super::without_gil::needs_gil;
use super::{Check, Finding, FixAvailability, Related, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextRange;
use crate::usage::Threads;

pub(super) static RULE: Rule = Rule {
    code: "NPC908",
    name: "python-api-in-parallel-region",
    group: "threads",
    summary: r#"A function that needs the GIL is called by the threads of an OpenMP region."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Of the threads that run a region of OpenMP, at most the one that entered it has the GIL. The others have no thread state
of Python's, so a call that creates objects, counts references or sets an exception crashes in them. A `critical` section
is no help: it keeps the threads of OpenMP apart, not those of Python.

Create what is needed before the region and raise behind it. Inside, work on plain memory.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

#pragma GCC diagnostic ignored "-Wunknown-pragmas"

void
check(const double *numbers, Py_ssize_t length)
{
#pragma omp parallel for
    for (Py_ssize_t i = 0; i < length; i++) {
        if (numbers[i] < 0.0) {
            PyErr_SetString(PyExc_ValueError, "negative");
        }
    }
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

#pragma GCC diagnostic ignored "-Wunknown-pragmas"

void
check(const double *numbers, Py_ssize_t length)
{
    int is_negative = 0;
#pragma omp parallel for reduction(|: is_negative)
    for (Py_ssize_t i = 0; i < length; i++) {
        if (numbers[i] < 0.0) {
            is_negative |= 1;
        }
    }
    if (is_negative) {
        PyErr_SetString(PyExc_ValueError, "negative");
    }
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.pragmas.iter().flat_map(|pragma| of_pragma(analysis, *pragma)).collect()
}

fn of_pragma(analysis: &UsageAnalysis<'_>, pragma: Node<'_>) -> Vec<Finding> {
    let text = analysis.scope.text(pragma);
    let mut words = text.trim_start_matches('#').split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let mut words = words.by_ref().filter(|word| !word.is_empty());
    let is_parallel =
        words.next() == Some("pragma") && words.next() == Some("omp") && words.any(|word| word == "parallel");
    let Some(body) = pragma.next_named_sibling().filter(|_| is_parallel) else { return Vec::new() };
    let is_statement = matches!(analysis.scope.kind(body), Kind::ForStatement | Kind::CompoundStatement);
    let inside = TextRange::from(body.byte_range());
    // What one thread does, or only the first, may well be the thread with the GIL.
    let is_shared_out = |part: &str| inside.of(analysis.scope.file.text()).contains(part);
    if !is_statement || ["omp master", "omp single", "omp masked", "omp_get_thread_num"].into_iter().any(is_shared_out)
    {
        return Vec::new();
    }
    let threads = Threads::throughout(analysis.scope, inside);
    let calls = analysis.usage.calls.iter().filter(|call| threads.region_at(call.node.start_byte()).is_some());
    calls
        .filter(|call| needs_gil(analysis, call))
        .map(|call| {
            let message = format!("`{}` needs the GIL, which the threads of this region do not have", call.name);
            let related = Related { range: pragma_line(pragma, text), message: "the region begins here".to_owned() };
            Finding { related: vec![related], ..analysis.finding(&RULE, call.name_range, message) }
        })
        .collect()
}

/// The directive without its line end.
fn pragma_line(pragma: Node<'_>, text: &str) -> TextRange {
    TextRange::new(pragma.start_byte(), pragma.start_byte() + text.trim_end().len())
}
