//! NPC310: a number is formatted by a specifier of another width.

use numpy_capi_db::Format;

use super::buildvalue_type_mismatch::{described, unit_edit};
use super::format_type_mismatch::article;
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::{FormatCall, Given, Taken, of_value};
use crate::usage::{CType, Call, DataModel};

pub(super) static RULE: Rule = Rule {
    code: "NPC310",
    name: "intp-format-specifier",
    group: "errors",
    summary: r#"A number has another width than its specifier in PyErr_Format or PyUnicode_FromFormat."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyErr_Format` reads its arguments as the format says, and compilers do not compare the two as they do for `printf`.
`%d` reads half of an `npy_intp`; on some platforms this also shifts the arguments after it, and a `%s` behind it crashes.
`%ld` fits on Linux and macOS, not on 64-bit Windows, where `long` has 32 bits.

`%zd` is right for `npy_intp` and `Py_ssize_t` everywhere, and so is `"%" NPY_INTP_FMT` for `npy_intp`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
check_empty(PyArrayObject *array)
{
    if (PyArray_SIZE(array) > 0) {
        PyErr_Format(PyExc_ValueError, "got %d elements", PyArray_SIZE(array));
        return -1;
    }
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
check_empty(PyArrayObject *array)
{
    if (PyArray_SIZE(array) > 0) {
        PyErr_Format(PyExc_ValueError, "got %zd elements", PyArray_SIZE(array));
        return -1;
    }
    return 0;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(read) = FormatCall::of(&analysis.scope, call, DataModel::Lp64) else { return Vec::new() };
    if read.format != Format::Print || read.text.varies {
        return Vec::new();
    }
    read.taken(&analysis.scope).iter().filter_map(|taken| of_argument(analysis, &read, taken)).collect()
}

fn of_argument(analysis: &UsageAnalysis<'_>, read: &FormatCall<'_, '_>, taken: &Taken<'_, '_>) -> Option<Finding> {
    let expected = CType::parse(taken.expected.type_text.as_str());
    let misfit = of_value(&analysis.scope, taken.node, &expected)?;
    let given_pointers = match &misfit.given {
        Given::Value(given) => given.pointers,
        Given::Number(_) | Given::AddressOf(_) => 0,
    };
    // Texts and objects are the concern of another rule.
    if expected.pointers > 0 || given_pointers > 0 {
        return None;
    }
    let message = format!(
        "`{}` is {}, but `{}` reads {} `{expected}`{}",
        analysis.scope.text(taken.node),
        described(&misfit),
        taken.unit.unit?.unit,
        article(&expected.to_string()),
        misfit.on_platforms()
    );
    let finding = analysis.finding(&RULE, taken.node.byte_range().into(), message);
    Some(match unit_edit(analysis, read, taken, &misfit) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}
