//! NPC609: elements are read that need not be aligned.

use numpy_capi_db::flag_value;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::text::TextEdit;
use crate::usage::{Call, DataModel, Width};

pub(super) static RULE: Rule = Rule {
    code: "NPC609",
    name: "alignment-not-guaranteed",
    group: "access",
    summary: r#"Elements are read through a typed pointer, but alignment was not asked for."#,
    severity: Severity::Info,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`NPY_ARRAY_C_CONTIGUOUS` says nothing of alignment. A field of a packed record, or an array over bytes of a file, can be
contiguous and begin at any address. Reading it through a `double *` is undefined in C: compilers make use of that, and some
processors stop the program.

`NPY_ARRAY_IN_ARRAY` asks for both; otherwise add `NPY_ARRAY_ALIGNED`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double
first(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_C_CONTIGUOUS);
    if (array == NULL) {
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
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
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
    if !matches!(read.width(DataModel::Ilp32)?, Width::Integer { bits: 16.., .. } | Width::Floating { .. }) {
        return None;
    }
    let aligned = flag_value("NPY_ARRAY_ALIGNED")?;
    let is_asked = analysis.usage.names.iter().any(|name| TESTS.contains(&name.symbol.name));
    if is_asked || scope.made(array)?.requirements? & aligned != 0 {
        return None;
    }
    let [maker] = *scope.calls_giving(array)?.as_slice() else { return None };
    let position = maker.symbol?.params.iter().position(|param| param.constant_set == "array-requirement")?;
    let flags = *maker.arguments.get(position)?;
    let name = scope.text(scope.without_casts(array));
    let message =
        format!("`{name}` is read as `{read}`, but need not be aligned: `{}` asks for no alignment", scope.text(flags));
    let finding = analysis.finding(&RULE, flags.byte_range().into(), message);
    let mended = match scope.text(flags) {
        "0" => "NPY_ARRAY_ALIGNED".to_owned(),
        "NPY_ARRAY_C_CONTIGUOUS" => "NPY_ARRAY_IN_ARRAY".to_owned(),
        other => format!("{other} | NPY_ARRAY_ALIGNED"),
    };
    Some(finding.suggesting(Fix {
        title: "Ask for alignment".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(flags.byte_range().into(), mended)],
    }))
}

/// Tests of the array that include alignment.
const TESTS: [&str; 5] =
    ["PyArray_ISALIGNED", "PyArray_ISBEHAVED", "PyArray_ISBEHAVED_RO", "PyArray_ISCARRAY", "PyArray_ISCARRAY_RO"];
