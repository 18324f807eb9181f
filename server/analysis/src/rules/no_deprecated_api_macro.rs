//! NPC1101: the file does not say which API it is written for.

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::TextEdit;
use crate::versions::{Include, TARGET_MACRO};

/// The macro that hides what is deprecated.
const STRICT_MACRO: &str = "NPY_NO_DEPRECATED_API";

pub(super) static RULE: Rule = Rule {
    code: "NPC1101",
    name: "no-deprecated-api-macro",
    group: "migration",
    summary: r#"Neither NPY_NO_DEPRECATED_API nor NPY_TARGET_VERSION is defined before NumPy's headers."#,
    severity: Severity::Info,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"Without `NPY_NO_DEPRECATED_API` the headers offer what NumPy will take away, with a remark of the compiler that is soon switched
off for good. Defined before the first header of NumPy, it turns every use into an error now. `NPY_TARGET_VERSION` says with
which releases the binary has to run. Where the build defines them, on the command line or in a header, this rule has nothing
to say: leave it off.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
is_array(PyObject *object)
{
    return PyArray_Check(object);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define NPY_NO_DEPRECATED_API NPY_1_7_API_VERSION
#include <numpy/arrayobject.h>

static int
is_array(PyObject *object)
{
    return PyArray_Check(object);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let versions = &analysis.versions;
    let says = versions.defines(STRICT_MACRO) || versions.defines(TARGET_MACRO);
    let is_sure = versions.includes.iter().all(|include| !include.is_quoted || include.is_of_numpy());
    let Some(first) = versions.includes.iter().find(|include| Include::is_of_numpy(include)) else { return Vec::new() };
    if says || !is_sure {
        return Vec::new();
    }
    let message = format!("`{STRICT_MACRO}` is not defined: what NumPy will take away compiles without a word");
    let finding = analysis.finding(&RULE, first.name_range, message);
    vec![finding.suggesting(Fix {
        title: format!("Define {STRICT_MACRO}"),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::insert(first.range.start, format!("#define {STRICT_MACRO} NPY_1_7_API_VERSION\n"))],
    })]
}
