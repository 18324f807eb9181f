//! NPC410: a value of another type than `Py_BuildValue` is told.

use numpy_capi_db::Format;

use super::format_type_mismatch::article;
use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::{FormatCall, Given, Misfit, Taken, fitting_unit, of_value};
use crate::text::TextEdit;
use crate::usage::{CType, Call, DataModel, Width};

pub(super) static RULE: Rule = Rule {
    code: "NPC410",
    name: "buildvalue-type-mismatch",
    group: "args",
    summary: r#"A value has another type than its unit in the format of Py_BuildValue."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`Py_BuildValue` and the calls that take its format read their arguments as the units say, not as they are. `i` reads an
`npy_intp` as an `int` and drops its upper half: lengths beyond two thousand million come out wrong. `n` or `l` for an
`int` reads bits that nobody has set, and `d` for an integer reads another register: the result is garbage.

`n` is the unit of `npy_intp` and `Py_ssize_t` on every platform, `l` that of `long`, `d` that of `double` and `float`.
Or cast the value to the type that the unit takes.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
size_and_rank(PyArrayObject *array)
{
    return Py_BuildValue("(ii)", PyArray_SIZE(array), PyArray_NDIM(array));
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
size_and_rank(PyArrayObject *array)
{
    return Py_BuildValue("(ni)", PyArray_SIZE(array), PyArray_NDIM(array));
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(read) = FormatCall::of(&analysis.scope, call, DataModel::Lp64) else { return Vec::new() };
    if read.format != Format::Build || read.text.varies {
        return Vec::new();
    }
    read.taken(&analysis.scope).iter().filter_map(|taken| of_argument(analysis, &read, taken)).collect()
}

fn of_argument(analysis: &UsageAnalysis<'_>, read: &FormatCall<'_, '_>, taken: &Taken<'_, '_>) -> Option<Finding> {
    let expected = CType::parse(taken.expected.type_text.as_str());
    let letters = taken.unit.unit?.unit;
    let is_length = letters.ends_with('#') && taken.position == 1;
    if taken.expected.converter || is_length && !analysis.scope.file.macros().defines("PY_SSIZE_T_CLEAN") {
        return None;
    }
    let misfit = of_value(&analysis.scope, taken.node, &expected)?;
    let message = format!(
        "`{}` is {}, but `{letters}` reads {} `{expected}`{}",
        analysis.scope.text(taken.node),
        described(&misfit),
        article(&expected.to_string()),
        misfit.on_platforms()
    );
    let mut finding = analysis.finding(&RULE, taken.node.byte_range().into(), message);
    if misfit.works_on_linux() {
        finding.severity = Severity::Warning;
    }
    Some(match unit_edit(analysis, read, taken, &misfit) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}

/// What an argument is, in words.
pub(super) fn described(misfit: &Misfit<'_>) -> String {
    match &misfit.given {
        Given::AddressOf(given) => format!("the address of {} `{given}`", article(&given.to_string())),
        Given::Value(given) => format!("{} `{given}`", article(&given.to_string())),
        Given::Number(Width::Integer { bits, .. }) => format!("an integer of {bits} bits"),
        Given::Number(Width::Floating { .. }) => "a floating-point number".to_owned(),
    }
}

/// The repair: the unit that fits the value.
pub(super) fn unit_edit(
    analysis: &UsageAnalysis<'_>,
    read: &FormatCall<'_, '_>,
    taken: &Taken<'_, '_>,
    misfit: &Misfit<'_>,
) -> Option<Fix> {
    let unit = taken.unit.unit.filter(|unit| unit.arguments.len() == 1)?;
    CType::parse(taken.expected.type_text.as_str()).width(DataModel::Lp64)?;
    let given = match &misfit.given {
        Given::Value(given) => analysis.scope.resolved(given.clone()),
        Given::Number(Width::Floating { bits: 64 }) => CType::named("double"),
        Given::Number(Width::Integer { bits: 32, is_signed: true }) => CType::named("int"),
        Given::Number(_) | Given::AddressOf(_) => return None,
    };
    let better = fitting_unit(read.format, &given)?;
    let range = read.text.place(taken.unit.range.clone())?;
    // Flags and widths stay as they are only where there are none.
    (range.of(analysis.scope.file.text()) == unit.unit).then(|| Fix {
        title: format!(
            "Replace `{}` with `{better}`, which reads {} `{given}`",
            unit.unit,
            article(&given.to_string())
        ),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(range, better)],
    })
}
