//! NPC1113: a name that looks like NumPy's and is none.

use numpy_capi_db::{entries, symbols};

use super::migration::is_declared_at;
use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::TextEdit;
use crate::versions::{Include, Word};

/// What only names of NumPy begin with.
const PREFIXES: &[&str] = &["PyArray_", "PyUFunc_", "PyDataType_", "NpyIter_", "NPY_"];

/// The least likeness, between 0 and 1, of a name that is worth offering.
const LEAST_LIKENESS: f64 = 0.93;

pub(super) static RULE: Rule = Rule {
    code: "NPC1113",
    name: "unknown-numpy-symbol",
    group: "migration",
    summary: r#"A name looks like NumPy's, and no release of NumPy has it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"A misspelled function is an implicit declaration: C before C23 takes its result for an `int`, which cuts a pointer in two on
64-bit platforms, and the linker or the import fails. The name is compared with all names that any release of NumPy has had,
and with what the file declares. Files that include headers of the project are left alone, since those can define it.

The repair puts the most similar name in its place, and wants a look.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
line(npy_intp length)
{
    return PyArray_SimplyNew(1, &length, NPY_DOUBLE);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
line(npy_intp length)
{
    return PyArray_SimpleNew(1, &length, NPY_DOUBLE);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let versions = &analysis.versions;
    if !versions.includes.iter().any(Include::is_of_numpy) || versions.includes.iter().any(may_define) {
        return Vec::new();
    }
    let unknown: Vec<&Word<'_>> = analysis.words().iter().filter(|word| is_unknown(analysis, word)).collect();
    let declared: Vec<&str> =
        unknown.iter().filter(|word| is_declared_at(analysis, word)).map(|word| word.text).collect();
    unknown
        .into_iter()
        .filter(|word| !declared.contains(&word.text))
        .filter_map(|word| of_word(analysis, word))
        .collect()
}

/// Whether a header can define names of any kind: one of the project, or of another library.
fn may_define(include: &Include<'_>) -> bool {
    let is_known = include.is_of_numpy() || matches!(include.name, "Python.h" | "structmember.h" | "frameobject.h");
    !is_known && (include.is_quoted || include.name.contains('/'))
}

fn is_unknown(analysis: &FileAnalysis<'_>, word: &Word<'_>) -> bool {
    let versions = &analysis.versions;
    PREFIXES.iter().any(|prefix| word.text.strip_prefix(prefix).is_some_and(|rest| rest.len() > 2))
        && entries(word.text).next().is_none()
        && !versions.defines(word.text)
        && !versions.is_guarded(word.range.start)
        && !analysis.file.function_names().contains(word.text)
}

fn of_word(analysis: &FileAnalysis<'_>, word: &Word<'_>) -> Option<Finding> {
    let name = word.text;
    let Some(near) = nearest(word) else {
        // A constant can come from the command line of the compiler; a function cannot.
        let is_function = word.is_called && !name.starts_with("NPY_");
        return is_function.then(|| {
            let message = format!("`{name}` is no name of any release of NumPy");
            analysis.finding(&RULE, word.range, message)
        });
    };
    let message = format!("`{name}` is no name of any release of NumPy; did you mean `{near}`?");
    Some(analysis.finding(&RULE, word.range, message).suggesting(Fix {
        title: format!("Write {near}"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(word.range, near)],
    }))
}

/// The most similar name of the same kind that is still there.
fn nearest(word: &Word<'_>) -> Option<&'static str> {
    let prefix = PREFIXES.iter().find(|prefix| word.text.starts_with(**prefix))?;
    let alike = symbols().iter().filter(|entry| entry.name.starts_with(prefix) && entry.removed.is_empty());
    let mut best: Option<(f64, &'static str)> = None;
    for entry in alike.filter(|entry| entry.callable == word.is_called) {
        let likeness = strsim::jaro_winkler(word.text, entry.name);
        if likeness >= LEAST_LIKENESS && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, entry.name));
        }
    }
    best.map(|(_, name)| name)
}
