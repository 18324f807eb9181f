//! NPC1111: a name that the target version does not have.

use numpy_capi_db::{Library, Symbol, symbol};

use super::migration::is_declared_at;
use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::settings::Version;
use crate::text::TextEdit;
use crate::versions::{TARGET_MACRO, Word};

pub(super) static RULE: Rule = Rule {
    code: "NPC1111",
    name: "newer-than-target",
    group: "migration",
    summary: r#"A name is used that the headers hide for the target version."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"NumPy's headers show only what every release from `NPY_TARGET_VERSION` on has, so that one binary runs with all of them; by
default that is an old release. A newer name is then not declared: an error, or a call of an unknown function.

The target is read from the file's `NPY_TARGET_VERSION`, else from the setting `target-numpy`. The repair raises the first.
To go on with older releases, put the code that needs the newer name between `#if NPY_FEATURE_VERSION >= ...` and `#else`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define NPY_TARGET_VERSION NPY_1_25_API_VERSION
#include <numpy/arrayobject.h>

static int
store(PyArrayObject *array, PyObject *value)
{
    return PyArray_Pack(PyArray_DESCR(array), PyArray_DATA(array), value);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define NPY_TARGET_VERSION NPY_2_0_API_VERSION
#include <numpy/arrayobject.h>

static int
store(PyArrayObject *array, PyObject *value)
{
    return PyArray_Pack(PyArray_DESCR(array), PyArray_DATA(array), value);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let versions = &analysis.versions;
    let Some(target) = versions.target else { return Vec::new() };
    let candidates = analysis.words().iter().filter_map(|word| {
        let entry = symbol(word.text).filter(|entry| entry.library == Library::NumPy && !entry.target.is_empty())?;
        let needed: Version = entry.target.parse().ok().filter(|needed| *needed > target)?;
        let is_own = versions.defines(word.text) || analysis.file.function_names().contains(word.text);
        let is_new = !is_own && !versions.is_guarded(word.range.start) && !is_declared_at(analysis, word);
        is_new.then_some((word, entry, needed))
    });
    candidates.map(|(word, entry, needed)| of_word(analysis, target, word, (entry, needed))).collect()
}

fn of_word(
    analysis: &FileAnalysis<'_>,
    target: Version,
    word: &Word<'_>,
    (entry, needed): (&Symbol, Version),
) -> Finding {
    let message = format!("`{}` is hidden from a target of NumPy {target}: it needs {needed}", entry.name);
    let finding = analysis.finding(&RULE, word.range, message);
    match analysis.file.macros().get(TARGET_MACRO) {
        Some(definition) => {
            let release = format!(" NPY_{}_{}_API_VERSION", needed.major, needed.minor);
            finding.suggesting(Fix {
                title: format!("Raise {TARGET_MACRO} to NumPy {needed}"),
                applicability: Applicability::Unsafe,
                edits: vec![TextEdit::replace(definition.body_range, release)],
            })
        }
        None => finding,
    }
}
