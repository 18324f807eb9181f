//! NPC806: memory comes from an allocator that NumPy advises against.

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::TextEdit;
use crate::versions::Word;

/// The names with their successors.
const RENAMED: &[(&str, &str)] = &[
    ("PyArray_malloc", "PyMem_RawMalloc"),
    ("PyArray_realloc", "PyMem_RawRealloc"),
    ("PyArray_free", "PyMem_RawFree"),
];

pub(super) static RULE: Rule = Rule {
    code: "NPC806",
    name: "pyarray-malloc-deprecated",
    group: "memory",
    summary: r#"Memory comes from PyArray_malloc, which NumPy advises against."#,
    severity: Severity::Hint,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArray_malloc`, `PyArray_realloc` and `PyArray_free` are other names for Python's raw allocator, or for that of C, depending
on how NumPy was configured. NumPy 2.6 advises against them: `PyMem_RawMalloc` and its sisters say what is meant.

The repair renames all of them in the file at once, so that each block goes back to where it came from. Memory that another
file frees wants a look.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
use_scratch(void)
{
    char *scratch = PyArray_malloc(64);
    if (scratch == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyArray_free(scratch);
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
use_scratch(void)
{
    char *scratch = PyMem_RawMalloc(64);
    if (scratch == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    PyMem_RawFree(scratch);
    return 0;
}
"#;

/// What the rule finds in a file: one finding, at the first of the names.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let successor = |word: &Word<'_>| RENAMED.iter().find(|(old, _)| *old == word.text).map(|(_, new)| *new);
    let used: Vec<(&Word<'_>, &str)> = analysis
        .words()
        .iter()
        .filter(|word| !analysis.versions.defines(word.text) && !analysis.versions.is_guarded(word.range.start))
        .filter_map(|word| Some((word, successor(word)?)))
        .collect();
    let Some((first, new)) = used.first() else { return Vec::new() };
    let message = format!("`{}` is one of the names that NumPy advises against since 2.6; use `{new}`", first.text);
    let edits = used.iter().map(|(word, new)| TextEdit::replace(word.range, *new)).collect();
    vec![analysis.finding(&RULE, first.range, message).suggesting(Fix {
        title: "Use Python's raw allocator in the whole file".to_owned(),
        applicability: Applicability::Unsafe,
        edits,
    })]
}
