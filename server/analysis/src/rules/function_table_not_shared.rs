//! NPC102: a file without a module uses a function table that nobody fetches for it.

use super::api_without_import::TABLE;
use super::function_table::table_of_its_own;
use super::{Check, FileAnalysis, Finding, FixAvailability, Rule, Severity};
use crate::usage::directives;

pub(super) static RULE: Rule = Rule {
    code: "NPC102",
    name: "unique-symbol-setup",
    group: "init",
    summary: r#"A file of an extension uses NumPy's function table and does not share the one that the module fetches."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"Each C file that includes `numpy/arrayobject.h` has a table of NumPy's functions of its own, which is NULL until code of
that very file has called `import_array()`. In an extension of several files only the one with `PyInit_...` usually does: the
first call through the table of another file crashes.

Let the files share one table. Define `PY_ARRAY_UNIQUE_SYMBOL` with the same name in all of them before the include, and
`NO_IMPORT_ARRAY` in all but the one that imports. `NO_IMPORT_ARRAY` alone is not enough: the name of the table is then one
that other extensions may use too.

The rule is off by default, since a build can define the macros on the compiler's command line.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

PyObject *
numbers_up_to(double end)
{
    return PyArray_Arange(0.0, end, 1.0, NPY_DOUBLE);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define PY_ARRAY_UNIQUE_SYMBOL example_ARRAY_API
#define NO_IMPORT_ARRAY
#include <numpy/arrayobject.h>

PyObject *
numbers_up_to(double end)
{
    return PyArray_Arange(0.0, end, 1.0, NPY_DOUBLE);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    nameless_table(analysis).or_else(|| own_table(analysis)).into_iter().collect()
}

/// `NO_IMPORT_ARRAY` without a name for the table that is shared.
fn nameless_table(analysis: &FileAnalysis<'_>) -> Option<Finding> {
    let directives = directives(analysis.file);
    let shared = directives.iter().find(|directive| directive.defined() == Some("NO_IMPORT_ARRAY"))?;
    let includes = &analysis.versions.includes;
    let may_be_named = analysis.file.text().contains("PY_ARRAY_UNIQUE_SYMBOL")
        || includes.iter().any(|include| include.is_quoted && !include.is_of_numpy());
    let message =
        "`NO_IMPORT_ARRAY` leaves the table to another file, but `PY_ARRAY_UNIQUE_SYMBOL` does not say under \
                   which name"
            .to_owned();
    (!may_be_named).then(|| analysis.finding(&RULE, shared.range, message))
}

/// A table that belongs to the file, which has no code to fetch it.
fn own_table(analysis: &FileAnalysis<'_>) -> Option<Finding> {
    let has_start = analysis.functions().any(|(_, function)| {
        function.name.starts_with("PyInit_") || function.name.starts_with("init") || function.name == "main"
    });
    let (used, name) = table_of_its_own(analysis, &TABLE).filter(|_| !has_start)?;
    let message = format!(
        "`{name}` is reached through a function table that belongs to this file alone, and nothing here fetches it: \
         share one with `PY_ARRAY_UNIQUE_SYMBOL` and `NO_IMPORT_ARRAY`"
    );
    Some(analysis.finding(&RULE, used, message))
}
