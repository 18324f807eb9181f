//! NPC108: a macro that NumPy's headers read is defined after they were read.

use numpy_capi_db::{Kind as SymbolKind, Library, symbol};

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Related, Rule, Severity};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Directive, directives};

pub(super) static RULE: Rule = Rule {
    code: "NPC108",
    name: "config-macro-after-include",
    group: "init",
    summary: r#"A macro that configures NumPy's headers is defined after they are included, and does nothing."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"`NPY_NO_DEPRECATED_API`, `PY_ARRAY_UNIQUE_SYMBOL`, `NO_IMPORT_ARRAY` and their like are read while NumPy's headers
are. Defined behind the `#include`, they do nothing, and nothing says so: old names stay visible, or the file gets a
function table of its own that nobody fetches.

Define them before the first header of NumPy.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#define PY_ARRAY_UNIQUE_SYMBOL example_array_api

npy_intp
length(PyArrayObject *array)
{
    return PyArray_DIM(array, 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define PY_ARRAY_UNIQUE_SYMBOL example_array_api
#include <numpy/arrayobject.h>

npy_intp
length(PyArrayObject *array)
{
    return PyArray_DIM(array, 0);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let text = analysis.file.text();
    // A header may be included again, with other macros.
    if text.contains("#undef") || text.contains("# undef") {
        return Vec::new();
    }
    let directives = directives(analysis.file);
    let late = directives.iter().filter(|directive| directive.defined().is_some_and(is_read_by_numpy));
    late.filter_map(|directive| of_directive(analysis, &directives, directive)).collect()
}

/// Whether NumPy's headers read a macro that users define.
fn is_read_by_numpy(name: &str) -> bool {
    symbol(name).is_some_and(|known| known.kind == SymbolKind::ControlMacro && known.library == Library::NumPy)
}

fn of_directive(analysis: &FileAnalysis<'_>, directives: &[Directive<'_>], late: &Directive<'_>) -> Option<Finding> {
    let name = late.defined()?;
    let before = |other: &&Directive<'_>| other.range.start < late.range.start;
    let include = directives
        .iter()
        .filter(before)
        .find(|other| other.header().is_some_and(|header| reads(header, name)) && other.holds_where(late))?;
    // It has been defined before as well.
    if directives.iter().filter(before).any(|other| other.defined() == Some(name)) {
        return None;
    }
    let header = include.header()?;
    let message = format!("`{name}` is defined after `{header}`, which alone would have read it");
    let related = Related { range: include.range, message: format!("`{header}` is included here") };
    let finding = Finding { related: vec![related], ..analysis.finding(&RULE, late.range, message) };
    Some(finding.suggesting(move_up(analysis, include, late)))
}

/// Whether a header is one that reads a macro. Others of NumPy's headers read few of them.
fn reads(header: &str, name: &str) -> bool {
    let is_for_ufuncs = name.contains("UFUNC");
    match header {
        "numpy/arrayobject.h" | "numpy/ndarrayobject.h" => !is_for_ufuncs,
        "numpy/ufuncobject.h" => is_for_ufuncs,
        _ => false,
    }
}

fn move_up(analysis: &FileAnalysis<'_>, include: &Directive<'_>, late: &Directive<'_>) -> Fix {
    let (text, lines) = (analysis.file.text(), analysis.file.lines());
    let start = lines.line_start(lines.line(late.range.start));
    let end =
        text.get(late.range.end..).and_then(|rest| rest.find('\n')).map_or(text.len(), |at| late.range.end + at + 1);
    let whole = TextRange::new(start, end);
    let moved = whole.of(text).trim_end_matches(['\n', '\r']);
    Fix {
        title: "Define it before NumPy's header".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![
            TextEdit::insert(lines.line_start(lines.line(include.range.start)), format!("{moved}\n")),
            TextEdit::delete(whole),
        ],
    }
}
