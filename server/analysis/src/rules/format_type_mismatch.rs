//! NPC402: a variable of another type than the format says.

use numpy_capi_db::Format;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::{FormatCall, Given, Misfit, Taken, fitting_unit, of_address, of_value};
use crate::text::TextEdit;
use crate::usage::{CType, Call, DataModel};

pub(super) static RULE: Rule = Rule {
    code: "NPC402",
    name: "format-type-mismatch",
    group: "args",
    summary: r#"A variable has another type than its unit of the format string."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyArg_ParseTuple` knows the types of the variables from the format string alone, and no compiler compares the two.
A unit that is wider than its variable, such as `n` for an `int`, overwrites what lies beside the variable. A narrower
one, such as `i` for an `npy_intp`, fills half of it; the other half keeps what it had, and where bytes are in the other
order, it is the wrong half. `d` for an `int` or `O` for a `double` leaves garbage.

Types that have one width here can have another elsewhere: `l` fills an `npy_intp` on Linux and macOS, but half of it on
64-bit Windows, where `long` has 32 bits. `n` is right for `npy_intp` and `Py_ssize_t` everywhere, `i` for `int`, `L` for
`long long` and `npy_int64`, `d` for `double`, `f` for `float`.

The same holds for objects and texts in `PyErr_Format` and its kin: `%s` takes a `const char *`, `%S` and `%R` an object.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
zeros(PyObject *self, PyObject *args)
{
    npy_intp length;
    if (!PyArg_ParseTuple(args, "i", &length)) {
        return NULL;
    }
    return PyArray_ZEROS(1, &length, NPY_DOUBLE, 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
zeros(PyObject *self, PyObject *args)
{
    npy_intp length;
    if (!PyArg_ParseTuple(args, "n", &length)) {
        return NULL;
    }
    return PyArray_ZEROS(1, &length, NPY_DOUBLE, 0);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(read) = FormatCall::of(&analysis.scope, call, DataModel::Lp64) else { return Vec::new() };
    let taken = read.taken(&analysis.scope);
    match read.format {
        Format::Parse => taken.iter().filter_map(|taken| parsed(analysis, &read, taken)).collect(),
        Format::Print => taken.iter().filter_map(|taken| printed(analysis, taken)).collect(),
        Format::Build => Vec::new(),
    }
}

/// An address for a unit of `PyArg_ParseTuple`.
fn parsed(analysis: &UsageAnalysis<'_>, read: &FormatCall<'_, '_>, taken: &Taken<'_, '_>) -> Option<Finding> {
    let expected = CType::parse(taken.expected.type_text.as_str());
    let letters = taken.unit.unit?.unit;
    // What a converter stores is the concern of another rule.
    if taken.expected.opaque || taken.expected.converter {
        return None;
    }
    // The encoding that `es` takes is no address of a result; the type that `O!` takes is one object of many.
    let is_input = taken.position == 0 && (letters == "O!" || letters.starts_with('e'));
    let is_length = letters.ends_with('#') && expected.is_pointer_to("Py_ssize_t");
    if is_input || is_length && !analysis.scope.file.macros().defines("PY_SSIZE_T_CLEAN") {
        return None;
    }
    let misfit = of_address(&analysis.scope, taken.node, &expected)?;
    let name = analysis.scope.text(taken.node);
    let written = expected.pointed_to()?;
    let message = match &misfit.given {
        Given::AddressOf(given) if letters == "p" && is_byte(&analysis.scope.resolved(given.clone())) => return None,
        Given::AddressOf(given) => format!(
            "`{name}` is the address of {} `{given}`, but `{letters}` stores {} `{written}`{}",
            article(&given.to_string()),
            article(&written.to_string()),
            misfit.on_platforms()
        ),
        Given::Value(_) | Given::Number(_) => format!("`{name}` is no address, but `{letters}` stores a result there"),
    };
    let mut finding = analysis.finding(&RULE, taken.node.byte_range().into(), message);
    if misfit.works_on_linux() {
        finding.severity = Severity::Warning;
    }
    // A platform can have another format.
    if read.text.varies && misfit.models.iter().any(|model| !misses_there(analysis, read, taken, *model)) {
        return None;
    }
    Some(match unit_edit(analysis, read, taken, &misfit) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}

/// Whether the argument misses its unit on a platform whose format string differs.
fn misses_there(
    analysis: &UsageAnalysis<'_>,
    read: &FormatCall<'_, '_>,
    taken: &Taken<'_, '_>,
    model: DataModel,
) -> bool {
    let Some(there) = FormatCall::of(&analysis.scope, read.call, model) else { return false };
    let same = there.taken(&analysis.scope).into_iter().find(|other| other.index == taken.index);
    same.is_some_and(|other| {
        let expected = CType::parse(other.expected.type_text.as_str());
        of_address(&analysis.scope, other.node, &expected).is_some_and(|misfit| misfit.models.contains(&model))
    })
}

/// The repair: the unit that fits the variable.
fn unit_edit(
    analysis: &UsageAnalysis<'_>,
    read: &FormatCall<'_, '_>,
    taken: &Taken<'_, '_>,
    misfit: &Misfit<'_>,
) -> Option<Fix> {
    let Given::AddressOf(given) = &misfit.given else { return None };
    // Only a number's unit becomes another number's.
    CType::parse(taken.expected.type_text.as_str()).pointed_to()?.width(DataModel::Lp64)?;
    let unit = taken.unit.unit.filter(|unit| unit.arguments.len() == 1)?;
    let better = fitting_unit(read.format, &analysis.scope.resolved(given.clone()))?;
    let range = read.text.place(taken.unit.range.clone())?;
    Some(Fix {
        title: format!("Replace `{}` with `{better}`, the unit of `{given}`", unit.unit),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(range, better)],
    })
}

/// An object or a text for a conversion of `PyErr_Format`.
fn printed(analysis: &UsageAnalysis<'_>, taken: &Taken<'_, '_>) -> Option<Finding> {
    let expected = CType::parse(taken.expected.type_text.as_str());
    let misfit = of_value(&analysis.scope, taken.node, &expected)?;
    let unit = taken.unit.unit?.unit;
    let Given::Value(given) = &misfit.given else { return None };
    if expected.pointers == 0 && given.pointers == 0 {
        return None;
    }
    let name = analysis.scope.text(taken.node);
    let message = format!(
        "`{name}` is {} `{given}`, but `{unit}` takes {} `{expected}`",
        article(&given.to_string()),
        article(&expected.to_string())
    );
    Some(analysis.finding(&RULE, taken.node.byte_range().into(), message))
}

fn is_byte(c_type: &CType<'_>) -> bool {
    matches!(c_type.width(DataModel::Lp64), Some(crate::usage::Width::Integer { bits: 8, .. }))
}

/// `a` or `an`, as it is read before a type.
pub(super) fn article(type_text: &str) -> &'static str {
    let is_vowel = type_text.starts_with(['a', 'e', 'i', 'o']);
    let is_spelled = ["npy_", "NPY_", "unsigned"].iter().any(|start| type_text.starts_with(start));
    if is_vowel || is_spelled { "an" } else { "a" }
}
