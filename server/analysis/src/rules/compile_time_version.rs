//! NPC1115: the version of the headers decides what a function does.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};

pub(super) static RULE: Rule = Rule {
    code: "NPC1115",
    name: "compile-time-version-for-runtime",
    group: "migration",
    summary: r#"A function asks at compile time which NumPy it runs with."#,
    severity: Severity::Hint,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`NPY_API_VERSION` and `NPY_ABI_VERSION` describe the headers, and one binary runs with many releases of NumPy: what holds for
the headers need not hold at run time. `PyArray_RUNTIME_VERSION`, to be compared with `NPY_2_0_API_VERSION`, is the release
that the module runs with. Whether a name can be compiled at all is a question for `NPY_FEATURE_VERSION`, in the preprocessor.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
most_dimensions(void)
{
#if NPY_API_VERSION >= 0x00000012
    return 64;
#else
    return 32;
#endif
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
most_dimensions(void)
{
    return PyArray_RUNTIME_VERSION >= NPY_2_0_API_VERSION ? 64 : 32;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let Some(function) = analysis.function else { return Vec::new() };
    let inside = analysis.versions.version_conditions().filter(|(_, range)| function.range.contains(*range));
    inside
        .map(|(name, range)| {
            let message = format!("`{name}` is the version of the headers, not of the NumPy that the module runs with");
            analysis.finding(&RULE, range, message)
        })
        .collect()
}
