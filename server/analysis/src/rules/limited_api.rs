//! NPC1114: a macro is used that the limited API hides.

use numpy_capi_db::symbol;

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::TextEdit;
use crate::usage::directives;

pub(super) static RULE: Rule = Rule {
    code: "NPC1114",
    name: "limited-api-struct-access",
    group: "migration",
    summary: r#"A macro is used that reads Python's structs, and Py_LIMITED_API hides it."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"With `Py_LIMITED_API` Python's headers show only what stays the same in all later versions, so that one build runs with all
of them. The macros that read objects without a call, such as `PyTuple_GET_SIZE` and `PyList_GET_ITEM`, are not among it.
Some headers leave them in place and they do not compile; some compilers take them for functions, and the module does not
load.

Use the function in place of the macro. It tests its argument, and can fail where the macro could not.
"#;

const BAD: &str = r#"#define Py_LIMITED_API 0x030A0000
#include <Python.h>

Py_ssize_t
number_of_arguments(PyObject *args)
{
    return PyTuple_GET_SIZE(args);
}
"#;

const GOOD: &str = r#"#define Py_LIMITED_API 0x030A0000
#include <Python.h>

Py_ssize_t
number_of_arguments(PyObject *args)
{
    return PyTuple_Size(args);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let directives = directives(analysis.file);
    let include = directives.iter().find(|directive| directive.header() == Some("Python.h"));
    let limits = directives.iter().find(|directive| directive.defined() == Some("Py_LIMITED_API"));
    // In an arm of `#if` the definition counts for some builds only, whose code may stand in such arms too.
    let is_limited = limits
        .zip(include)
        .is_some_and(|(limits, include)| limits.range.start < include.range.start && limits.holds_where(include));
    if !is_limited || analysis.file.text().contains("#undef Py_LIMITED_API") {
        return Vec::new();
    }
    let hidden = analysis.words().iter().filter_map(|word| {
        let form = symbol(word.text)?.limited_form;
        let is_own = analysis.versions.defines(word.text) || analysis.file.function_names().contains(word.text);
        (word.is_called && !form.is_empty() && !is_own).then_some((word, form))
    });
    hidden
        .map(|(word, form)| {
            let message = format!("`{}` is hidden by `Py_LIMITED_API`; use `{form}`", word.text);
            analysis.finding(&RULE, word.range, message).suggesting(Fix {
                title: format!("Write {form}"),
                applicability: Applicability::Unsafe,
                edits: vec![TextEdit::replace(word.range, form.as_str())],
            })
        })
        .collect()
}
