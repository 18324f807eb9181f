//! NPC1003: a loop runs once over an array without elements.

use numpy_capi_db::flag_value;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC1003",
    name: "npyiter-zero-size-loop",
    group: "iterators",
    summary: r#"The first round of an iterator loop runs although there may be no element."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"A `do ... while (next(iter))` loop runs once before it asks. Without `NPY_ITER_ZEROSIZE_OK` that is right, since the iterator
refuses arrays without elements. With the flag it accepts them, and the first round reads and writes an element that does
not exist.

Leave the loop out where `NpyIter_GetIterSize(iter)` is 0.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
negate(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_ZEROSIZE_OK,
                                NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    do {
        double *value = (double *)data[0];
        *value = -*value;
    } while (next(iter));
    return NpyIter_Deallocate(iter) == NPY_SUCCEED ? 0 : -1;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
negate(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_ZEROSIZE_OK,
                                NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iter == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iter, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iter);
        return -1;
    }
    char **data = NpyIter_GetDataPtrArray(iter);
    if (NpyIter_GetIterSize(iter) != 0) {
        do {
            double *value = (double *)data[0];
            *value = -*value;
        } while (next(iter));
    }
    return NpyIter_Deallocate(iter) == NPY_SUCCEED ? 0 : -1;
}
"#;

/// Names that show that the function thinks of empty arrays.
const SIZES: [&str; 9] = [
    "NpyIter_GetIterSize",
    "PyArray_DIM",
    "PyArray_DIMS",
    "PyArray_SHAPE",
    "PyArray_SIZE",
    "PyArray_Size",
    "PyArray_MultiplyList",
    "PyArray_NBYTES",
    "NpyIter_GetInnerLoopSizePtr",
];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    if analysis.usage.names.iter().any(|name| SIZES.contains(&name.symbol.name)) {
        return Vec::new();
    }
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let scope = &analysis.scope;
    let advanced = scope.iterator_advanced(call)?;
    if advanced.flags & flag_value("NPY_ITER_ZEROSIZE_OK")? == 0 {
        return None;
    }
    let mut condition = call.node.parent()?;
    while scope.kind(condition) == Kind::ParenthesizedExpression {
        condition = condition.parent()?;
    }
    let repeated = Some(condition).filter(|node| scope.kind(*node) == Kind::DoStatement)?;
    let iterator = advanced.variable.name;
    let message = format!(
        "`{iterator}` accepts arrays without elements, and the first round of the loop runs all the same: test \
         `NpyIter_GetIterSize` first"
    );
    let finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
    Some(finding.suggesting(Fix {
        title: "Run the loop only where there are elements".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::insert(repeated.start_byte(), format!("if (NpyIter_GetIterSize({iterator}) != 0) "))],
    }))
}
