//! NPC608: elements are read whose bytes may be in the other order.

use numpy_capi_db::flag_value;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::text::TextEdit;
use crate::usage::{Call, DataModel, Width};

pub(super) static RULE: Rule = Rule {
    code: "NPC608",
    name: "byte-order-not-guaranteed",
    group: "access",
    summary: r#"Elements are read through a typed pointer, but nothing guarantees the byte order of this machine."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"An array can hold its numbers in the byte order of another machine: data from FITS, HDF5 or network files often does. A
conversion to a type number, as by `PyArray_FROM_OTF`, gives native order. One that keeps the type of the argument does not,
whatever it says of contiguity and alignment; the type number is the same for both orders, so a look at it tells nothing.
Read through a pointer, the numbers come out wrong without any error.

Ask for `NPY_ARRAY_NOTSWAPPED` as well, or convert to a type. The rule sees only arrays whose conversion stands in the same
function.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
first(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(object, NPY_ARRAY_CARRAY_RO);
    if (array == NULL || PyArray_TYPE(array) != NPY_DOUBLE || PyArray_SIZE(array) == 0) {
        Py_XDECREF(array);
        return -1;
    }
    double value = *(double *)PyArray_DATA(array);
    Py_DECREF(array);
    return value;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
first(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OF(object, NPY_ARRAY_CARRAY_RO | NPY_ARRAY_NOTSWAPPED);
    if (array == NULL || PyArray_TYPE(array) != NPY_DOUBLE || PyArray_SIZE(array) == 0) {
        Py_XDECREF(array);
        return -1;
    }
    double value = *(double *)PyArray_DATA(array);
    Py_DECREF(array);
    return value;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect();
    // Several reads of one array are one finding.
    findings.sort_by_key(|finding| finding.range);
    findings.dedup_by_key(|finding| finding.range);
    findings
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let array = call.array_read()?;
    let read = scope.read_as(call)?.pointed_to()?;
    // Single bytes have no order, and pointers to objects are never swapped.
    let is_number = matches!(read.width(DataModel::Lp64)?, Width::Integer { bits: 16.., .. } | Width::Floating { .. });
    if !is_number || read.pointers > 0 || asks_for_order(analysis) {
        return None;
    }
    let made = scope.made(array)?;
    if made.type_number.is_some() || made.requirements? & flag_value("NPY_ARRAY_NOTSWAPPED")? != 0 {
        return None;
    }
    let [maker] = *scope.calls_giving(array)?.as_slice() else { return None };
    let params = maker.symbol?.params;
    if params.iter().zip(&maker.arguments).any(|(param, argument)| {
        let is_type = param.constant_set == "typenum" || param.type_text.as_str() == "PyArray_Descr *";
        is_type && !scope.is_null(*argument)
    }) {
        return None;
    }
    let flags = *maker.arguments.get(params.iter().position(|param| param.constant_set == "array-requirement")?)?;
    let name = scope.text(scope.without_casts(array));
    let message = format!(
        "`{name}` is read as `{read}`, but its bytes may be in the other order: `{}` does not ask for the order of this \
         machine",
        scope.text(flags)
    );
    let finding = analysis.finding(&RULE, flags.byte_range().into(), message);
    let mended = match scope.text(flags) {
        "0" => "NPY_ARRAY_NOTSWAPPED".to_owned(),
        other => format!("{other} | NPY_ARRAY_NOTSWAPPED"),
    };
    Some(finding.suggesting(Fix {
        title: "Ask for the byte order of this machine".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(flags.byte_range().into(), mended)],
    }))
}

/// Whether the function asks about byte order itself.
fn asks_for_order(analysis: &UsageAnalysis<'_>) -> bool {
    let asks = |name: &str| {
        let shouted = name.to_ascii_uppercase();
        ["SWAP", "BEHAVED", "CARRAY", "FARRAY", "BYTEORDER", "NBO"].iter().any(|word| shouted.contains(word))
            && !shouted.starts_with("NPY_ARRAY_")
    };
    let called = analysis.usage.calls.iter().map(|call| call.name);
    let fields = analysis.usage.accesses.iter().map(|access| analysis.scope.text(access.field));
    called.chain(fields).any(asks)
}
