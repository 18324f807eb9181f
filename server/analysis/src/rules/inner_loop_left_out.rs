//! NPC1005: the inner loop of an iterator is left to the caller, who has none.

use numpy_capi_db::flag_value;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC1005",
    name: "npyiter-inner-loop-mismatch",
    group: "iterators",
    summary: r#"The iterator leaves the inner loop to the caller, and the function has no such loop."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"With `NPY_ITER_EXTERNAL_LOOP` each step of the iterator delivers a run of elements, not one: the data pointers show its first
element, `NpyIter_GetInnerLoopSizePtr` how many there are, `NpyIter_GetInnerStrideArray` how far apart they lie. Code that
looks at the first one only skips the rest of each run.

Loop over the run in each step, or leave the flag out.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
negate(PyArrayObject *array)
{
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_EXTERNAL_LOOP,
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
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READWRITE | NPY_ITER_EXTERNAL_LOOP,
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
    npy_intp *stride = NpyIter_GetInnerStrideArray(iter);
    npy_intp *count = NpyIter_GetInnerLoopSizePtr(iter);
    do {
        char *address = data[0];
        for (npy_intp i = 0; i < *count; i++) {
            double *value = (double *)address;
            *value = -*value;
            address += stride[0];
        }
    } while (next(iter));
    return NpyIter_Deallocate(iter) == NPY_SUCCEED ? 0 : -1;
}
"#;

/// Names that show that the function knows how long a run is.
const LENGTHS: [&str; 4] =
    ["NpyIter_GetInnerLoopSizePtr", "NpyIter_GetIterSize", "NpyIter_GetBufferSize", "NpyIter_RemoveAxis"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    if analysis.usage.names.iter().any(|name| LENGTHS.contains(&name.symbol.name)) {
        return Vec::new();
    }
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let advanced = analysis.scope.iterator_advanced(call)?;
    if advanced.flags & flag_value("NPY_ITER_EXTERNAL_LOOP")? == 0 || !is_condition(analysis, call) {
        return None;
    }
    let message = format!(
        "`{}` delivers runs of elements, as `NPY_ITER_EXTERNAL_LOOP` asks for, but the function never asks how long they \
         are: use `NpyIter_GetInnerLoopSizePtr`",
        advanced.variable.name
    );
    Some(analysis.finding(&RULE, call.node.byte_range().into(), message))
}

/// Whether a loop goes on by the result of a call.
fn is_condition(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> bool {
    let mut node = call.node.parent();
    while let Some(around) = node.filter(|node| analysis.scope.kind(*node) == Kind::ParenthesizedExpression) {
        node = around.parent();
    }
    node.is_some_and(|node| matches!(analysis.scope.kind(node), Kind::DoStatement | Kind::WhileStatement))
}
