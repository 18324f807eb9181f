//! NPC907: an iterator that admits objects is walked without the GIL.

use super::without_gil::{released_here, threads};
use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC907",
    name: "object-data-without-gil",
    group: "threads",
    summary: r#"An iterator that admits arrays of objects is walked without the GIL, whatever the arrays hold."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"With `NPY_ITER_REFS_OK` an iterator accepts operands that hold Python objects. Walking it may then copy references or
call conversions in Python, which needs the GIL. A function that releases the GIL around such a walk without asking the
iterator first crashes with arrays of objects.

Release the GIL only where `NpyIter_IterationNeedsAPI(iterator)` says no, or use `NPY_BEGIN_THREADS_NDITER(iterator)`.
Without the flag the iterator refuses such arrays, and nothing has to be asked.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

npy_intp
count(PyArrayObject *array)
{
    NPY_BEGIN_THREADS_DEF;
    npy_intp total = 0;
    NpyIter *iterator = NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_REFS_OK, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iterator == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iterator, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iterator);
        return -1;
    }
    NPY_BEGIN_THREADS;
    do {
        total++;
    } while (next(iterator));
    NPY_END_THREADS;
    return NpyIter_Deallocate(iterator) == NPY_SUCCEED ? total : -1;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

npy_intp
count(PyArrayObject *array)
{
    NPY_BEGIN_THREADS_DEF;
    npy_intp total = 0;
    NpyIter *iterator = NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_REFS_OK, NPY_KEEPORDER, NPY_NO_CASTING, NULL);
    if (iterator == NULL) {
        return -1;
    }
    NpyIter_IterNextFunc *next = NpyIter_GetIterNext(iterator, NULL);
    if (next == NULL) {
        NpyIter_Deallocate(iterator);
        return -1;
    }
    if (!NpyIter_IterationNeedsAPI(iterator)) {
        NPY_BEGIN_THREADS;
    }
    do {
        total++;
    } while (next(iterator));
    NPY_END_THREADS;
    return NpyIter_Deallocate(iterator) == NPY_SUCCEED ? total : -1;
}
"#;

/// What tells whether the data need Python.
const QUESTIONS: [&str; 7] =
    ["NeedsAPI", "needs_api", "GetTransferFlags", "REFCHK", "NEEDS_PYAPI", "REQUIRES_PYAPI", "HASFIELDS"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    of_function(analysis).into_iter().collect()
}

fn of_function(analysis: &UsageAnalysis<'_>) -> Option<Finding> {
    let text = analysis.function?.range.of(analysis.scope.file.text());
    let admits = analysis.usage.names.iter().any(|name| name.symbol.name == "NPY_ITER_REFS_OK");
    if !admits || QUESTIONS.iter().any(|question| text.contains(question)) || asks_for_types(analysis) {
        return None;
    }
    let threads = threads(analysis);
    let (next, variable) = analysis.usage.calls.iter().find_map(|call| advances(analysis, call))?;
    let region = threads.region_at(next.node.start_byte())?;
    let message =
        format!("`{variable}` may walk arrays of objects here, and `{}` has released the GIL", region.opened_by);
    let finding = analysis.finding(&RULE, next.name_range, message);
    Some(Finding { related: vec![released_here(region.opened_by, region.opened)], ..finding })
}

/// Whether an iterator is made for types of the function's choice, which are rarely objects.
fn asks_for_types(analysis: &UsageAnalysis<'_>) -> bool {
    analysis.usage.calls.iter().any(|call| {
        let Some(symbol) = call.symbol.filter(|symbol| symbol.name.starts_with("NpyIter_")) else { return false };
        let types = ["dtype", "op_dtypes"].into_iter().find_map(|name| symbol.param_index(name));
        types.and_then(|at| call.arguments.get(at)).is_some_and(|argument| analysis.scope.kind(*argument) != Kind::Null)
    })
}

/// A call of the function that `NpyIter_GetIterNext` gave, with the variable that holds it.
fn advances<'u>(analysis: &UsageAnalysis<'u>, call: &'u Call<'u>) -> Option<(&'u Call<'u>, &'u str)> {
    let variable = analysis.scope.variable(call.name, call.node.start_byte())?;
    let is_next = variable.c_type.name == "NpyIter_IterNextFunc" && !variable.is_parameter;
    is_next.then_some((call, call.name))
}
