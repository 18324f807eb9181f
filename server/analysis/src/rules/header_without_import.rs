//! NPC1112: a header is included that no longer has what the file uses.

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::TextEdit;
use numpy_capi_db::symbol;

pub(super) static RULE: Rule = Rule {
    code: "NPC1112",
    name: "header-without-import",
    group: "migration",
    summary: r#"Only ndarraytypes.h is included, and a name is used that NumPy 2.0 took out of it."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"Since NumPy 2.0 the layout of descriptors depends on the NumPy that is running, and what reads them goes through the table
that `import_array()` fetches: `PyArray_ITEMSIZE`, `PyArray_GETITEM`, `PyDataType_REFCHK` and a few more. They moved from
`numpy/ndarraytypes.h` to `numpy/ndarrayobject.h`; with the first alone they are not declared.

Include `numpy/ndarrayobject.h`, and see that the table is fetched: by `import_array()` in this file, or in another one with
which it shares the table (`PY_ARRAY_UNIQUE_SYMBOL`, `NO_IMPORT_ARRAY`).
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/ndarraytypes.h>

int
holds_references(PyArray_Descr *descr)
{
    return PyDataType_REFCHK(descr);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define PY_ARRAY_UNIQUE_SYMBOL example_ARRAY_API
#define NO_IMPORT_ARRAY
#include <numpy/ndarrayobject.h>

int
holds_references(PyArray_Descr *descr)
{
    return PyDataType_REFCHK(descr);
}
"#;

/// The header that had the names.
const OLD_HOME: &str = "numpy/ndarraytypes.h";

/// Headers that have none of what moved, and bring none that does.
const NEUTRAL: [&str; 6] =
    [OLD_HOME, "numpy/npy_common.h", "numpy/npy_math.h", "numpy/npy_os.h", "numpy/npy_cpu.h", "numpy/numpyconfig.h"];

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let versions = &analysis.versions;
    let is_known = |name: &str| !name.starts_with("numpy/") || NEUTRAL.contains(&name);
    let is_seen = versions.includes.iter().all(|include| is_known(include.name) && !include.is_quoted);
    let Some(home) = versions.includes.iter().find(|include| include.name == OLD_HOME).filter(|_| is_seen) else {
        return Vec::new();
    };
    let moved = analysis.words().iter().filter(|word| symbol(word.text).is_some_and(|known| !known.moved.is_empty()));
    let used = moved.filter(|word| !versions.defines(word.text) && !versions.is_guarded(word.range.start));
    used.map(|word| {
        let release = symbol(word.text).map_or("", |known| known.moved.as_str());
        let message = format!("`{}` is no longer in `{OLD_HOME}` since NumPy {release}", word.text);
        analysis.finding(&RULE, word.range, message).suggesting(Fix {
            title: "Include numpy/ndarrayobject.h".to_owned(),
            applicability: Applicability::Unsafe,
            edits: vec![TextEdit::replace(home.name_range, "numpy/ndarrayobject.h")],
        })
    })
    .collect()
}
