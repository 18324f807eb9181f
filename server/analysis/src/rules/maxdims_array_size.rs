//! NPC1108: an array is as long as `NPY_MAXARGS`.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};

pub(super) static RULE: Rule = Rule {
    code: "NPC1108",
    name: "maxdims-array-size",
    group: "migration",
    summary: r#"An array has NPY_MAXARGS elements, which is no constant since NumPy 2."#,
    severity: Severity::Info,
    default: false,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Since NumPy 2.0 `NPY_MAXARGS` depends on the release that the module runs with. An array of that length is one of variable
length in C, and no C++ at all; a static one does not compile. `NpyIter` has no limit of operands since 2.3, so a list of
operands needs a limit of its own and a test for it. For lists of dimensions `NPY_MAXDIMS` stays a constant.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
count(int n)
{
    int seen[NPY_MAXARGS];
    seen[0] = n;
    return seen[0];
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

#define MOST_OPERANDS 8

static int
count(int n)
{
    int seen[MOST_OPERANDS];
    seen[0] = n;
    return seen[0];
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let is_sized = |length: &str| {
        length.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).any(|word| word == "NPY_MAXARGS")
    };
    let arrays =
        analysis.usage.variables.iter().filter(|variable| variable.c_type.is_array && is_sized(variable.length));
    arrays
        .filter(|variable| {
            !analysis.versions.defines("NPY_MAXARGS") && !analysis.versions.is_guarded(variable.node.start_byte())
        })
        .map(|variable| {
            let message =
                format!("`{}` has `NPY_MAXARGS` elements, which is no constant since NumPy 2.0", variable.name);
            analysis.finding(&RULE, variable.node.byte_range().into(), message)
        })
        .collect()
}
