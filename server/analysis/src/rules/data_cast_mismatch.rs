//! NPC603: the elements of an array are read as another C type.

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::{CType, Call, DataModel, Width, element_type};

pub(super) static RULE: Rule = Rule {
    code: "NPC603",
    name: "data-cast-mismatch",
    group: "access",
    summary: r#"The elements of an array are read as a C type of another size."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"An array that is made with `NPY_FLOAT` holds elements of 4 bytes. Read through a `double *`, two of them become one number,
and the second half of the loop reads and writes beyond the end. Some pairs fit on one platform only: `NPY_LONG` has
64 bits on Linux and macOS and 32 on Windows, so it is neither `int64_t` nor `int` everywhere.

Each type number has a C type of its own, named alike: `npy_float` for `NPY_FLOAT`, `npy_int64` for `NPY_INT64`. Use it,
or ask for the type number that the pointer needs.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_FLOAT, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    const double *values = (const double *)PyArray_DATA(array);
    double sum = 0;
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += values[i];
    }
    Py_DECREF(array);
    return PyFloat_FromDouble(sum);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
total(PyObject *object)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY);
    if (array == NULL) {
        return NULL;
    }
    const double *values = (const double *)PyArray_DATA(array);
    double sum = 0;
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        sum += values[i];
    }
    Py_DECREF(array);
    return PyFloat_FromDouble(sum);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let array = call.array_read()?;
    let read = analysis.scope.read_as(call)?.pointed_to()?;
    let number = analysis.scope.made(array)?.type_number?;
    let element = element_type(number)?;
    let differing: Vec<DataModel> =
        DataModel::ALL.into_iter().filter(|model| differ(&element, &read, *model)).collect();
    let platform = match differing.as_slice() {
        [] => return None,
        [model, ..] if differing.len() < DataModel::ALL.len() => format!(" on {}", model.name()),
        _ => String::new(),
    };
    let name = analysis.scope.text(analysis.scope.without_casts(array));
    let message = format!(
        "`{name}` has elements of `{element}`, as `{}` asks for, but they are read as `{read}`, which has another \
         size{platform}",
        number.name
    );
    let mut finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
    if differing.len() < DataModel::ALL.len() {
        finding.severity = Severity::Warning;
    }
    Some(finding)
}

/// Whether a number of the one type has another size than one of the other. Single bytes are how memory of any type is
/// looked at.
fn differ(element: &CType<'_>, read: &CType<'_>, model: DataModel) -> bool {
    let bits = |c_type: &CType<'_>| match c_type.width(model)? {
        Width::Integer { bits, .. } | Width::Floating { bits } => Some(bits),
    };
    bits(element).zip(bits(read)).is_some_and(|(element, read)| read != 8 && element != read)
}
