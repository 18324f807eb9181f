//! NPC403: a converter fills a variable of another type.

use numpy_capi_db::{Format, Symbol, symbol};

use super::format_type_mismatch::article;
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::formats::{FormatCall, Given, Taken, of_address};
use crate::usage::{CType, Call, DataModel};

pub(super) static RULE: Rule = Rule {
    code: "NPC403",
    name: "converter-target-mismatch",
    group: "args",
    summary: r#"An O& converter is given the address of a variable of another type."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"A converter after `O&` gets a plain `void *` and stores what it always stores: `PyArray_IntpConverter` fills a
`PyArray_Dims`, `PyArray_BoolConverter` an `npy_bool`, `PyArray_OrderConverter` an `NPY_ORDER`,
`PyArray_DescrConverter` a `PyArray_Descr *`. The compiler sees none of it. A variable that is too small is written
beyond its end; one that is too large keeps garbage in the rest.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
truth(PyObject *self, PyObject *args)
{
    int flag;
    if (!PyArg_ParseTuple(args, "O&", PyArray_BoolConverter, &flag)) {
        return NULL;
    }
    return PyBool_FromLong(flag);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
truth(PyObject *self, PyObject *args)
{
    npy_bool flag;
    if (!PyArg_ParseTuple(args, "O&", PyArray_BoolConverter, &flag)) {
        return NULL;
    }
    return PyBool_FromLong(flag);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().flat_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Vec<Finding> {
    let Some(read) = FormatCall::of(&analysis.scope, call, DataModel::Lp64) else { return Vec::new() };
    if read.format != Format::Parse {
        return Vec::new();
    }
    let taken = read.taken(&analysis.scope);
    let pairs = taken.iter().zip(taken.iter().skip(1));
    let converted = pairs.filter(|(converter, target)| converter.expected.converter && target.expected.opaque);
    converted.filter_map(|(converter, target)| of_pair(analysis, converter, target)).collect()
}

fn of_pair(analysis: &UsageAnalysis<'_>, converter: &Taken<'_, '_>, target: &Taken<'_, '_>) -> Option<Finding> {
    let node = analysis.scope.without_casts(converter.node);
    let name = analysis.scope.text(node).trim_start_matches('&').trim();
    if analysis.scope.file.macros().defines(name) {
        return None;
    }
    let expected = CType::parse(target_type(symbol(name)?)?);
    let written = expected.pointed_to().filter(|written| written.name != "void")?;
    let misfit = of_address(&analysis.scope, target.node, &expected)?;
    let variable = analysis.scope.text(target.node);
    let message = match &misfit.given {
        Given::AddressOf(given) => format!(
            "`{variable}` is the address of {} `{given}`, but `{name}` stores {} `{written}`{}",
            article(&given.to_string()),
            article(&written.to_string()),
            misfit.on_platforms()
        ),
        Given::Value(_) | Given::Number(_) => format!("`{variable}` is no address, but `{name}` stores a result there"),
    };
    Some(analysis.finding(&RULE, target.node.byte_range().into(), message))
}

/// The type of the address that a converter takes.
fn target_type(converter: &'static Symbol) -> Option<&'static str> {
    converter.params.iter().find(|param| param.converter).map(|param| param.type_text.as_str())
}
