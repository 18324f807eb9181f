//! NPC506: a name that only Python 2 has.

use numpy_capi_db::{Library, Symbol, entries, symbol};

use super::migration::is_declared_at;
use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::{TextEdit, TextRange};
use crate::versions::Word;

pub(super) static RULE: Rule = Rule {
    code: "NPC506",
    name: "python2-leftovers",
    group: "module",
    summary: r#"A function or macro is used that only Python 2 has, such as PyInt_FromLong or Py_InitModule."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"Tutorials of the time of Python 2 are still around, and so is their code: `Py_InitModule` in a function `initexample`,
`PyInt_*`, `PyString_*`. Python 3 declares none of them. NumPy's header `npy_3kcompat.h` lent some of the names until NumPy
2.1 took them away.

`PyInt_*` becomes `PyLong_*`. `PyString_*` becomes `PyBytes_*` where bytes are meant, else `PyUnicode_*`. The start of a module
is a `PyModuleDef` with a function `PyInit_...`. The rule is silent where the file, or a header of the project, may define
the names, and in headers.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
rank(PyArrayObject *array)
{
    return PyInt_FromLong(PyArray_NDIM(array));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
rank(PyArrayObject *array)
{
    return PyLong_FromLong(PyArray_NDIM(array));
}
"#;

/// The header that lent names of Python 2.
const SHIMS: &str = "numpy/npy_3kcompat.h";

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let includes = &analysis.versions.includes;
    if analysis.versions.is_header()
        || includes.iter().any(|include| include.name.ends_with("npy_3kcompat.h") || is_of_project(include.name))
    {
        return Vec::new();
    }
    let words = analysis.words().iter().filter(|word| !analysis.versions.is_guarded(word.range.start));
    let names = words.filter_map(|word| Some((word, entry(analysis, word)?)));
    names.map(|(word, entry)| of_name(analysis, word, entry)).chain(old_starts(analysis)).collect()
}

/// Whether a header may be one of the project, which may define the names.
fn is_of_project(header: &str) -> bool {
    let stem = header.trim_end_matches(".h");
    let is_of_c = !header.contains('/') && (stem == header || LIBRARY.contains(&stem));
    !(header.starts_with("numpy/") || matches!(header, "Python.h" | "structmember.h") || is_of_c)
}

/// Headers of C without what they end in. Those of C++ end in nothing.
const LIBRARY: [&str; 12] =
    ["stdio", "stdlib", "string", "math", "stdint", "limits", "float", "assert", "errno", "ctype", "stddef", "stdbool"];

/// The entry of a name that Python 3 lacks, where the file does not give it a meaning.
fn entry(analysis: &FileAnalysis<'_>, word: &Word<'_>) -> Option<&'static Symbol> {
    let found = entries(word.text).next()?;
    let is_python2 = match found.library {
        Library::NumPy => found.header == SHIMS && !word.is_clearly_numpy() && word.text.starts_with("Py"),
        Library::Python => found.removed == "3.0",
        Library::C => false,
    };
    let is_own = || {
        analysis.versions.defines(word.text)
            || analysis.file.function_names().contains(word.text)
            || is_declared_at(analysis, word)
    };
    (is_python2 && !is_own()).then_some(found)
}

fn of_name(analysis: &FileAnalysis<'_>, word: &Word<'_>, entry: &Symbol) -> Finding {
    let heir = entry.replacement.as_ref();
    let advice = heir.map_or_else(String::new, |heir| format!("; use `{}`", heir.name));
    let message = format!("`{}` is a name of Python 2, and Python 3 does not have it{advice}", word.text);
    let finding = analysis.finding(&RULE, word.range, message);
    let is_same = |name: &str| symbol(name).is_some_and(|heir| heir.params.len() == entry.params.len());
    match heir.filter(|heir| heir.note.is_empty() && is_same(heir.name)) {
        Some(heir) => finding.suggesting(Fix {
            title: format!("Write {}", heir.name),
            applicability: Applicability::Unsafe,
            edits: vec![TextEdit::replace(word.range, heir.name)],
        }),
        None => finding,
    }
}

/// The functions that Python 2 called at the start of a module.
fn old_starts<'f>(analysis: &'f FileAnalysis<'_>) -> impl Iterator<Item = Finding> + 'f {
    let starts = analysis.functions().map(|(_, function)| function).filter(|function| {
        let head = TextRange::new(function.range.start, function.declarator.start_byte()).of(analysis.file.text());
        function.name.starts_with("init") && head.contains("PyMODINIT_FUNC")
    });
    starts.map(|function| {
        let name = function.name.trim_start_matches("init");
        let message =
            format!("`{}` is where Python 2 starts a module; Python 3 looks for `PyInit_{name}`", function.name);
        let start = function.declarator.start_byte();
        analysis.finding(&RULE, TextRange::new(start, start + function.name.len()), message)
    })
}
