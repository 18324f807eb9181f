//! NPC815: the only pointer to memory or another resource takes another value.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC815",
    name: "resource-overwritten",
    group: "memory",
    summary: "The only pointer to memory that the function still owns takes another value.",
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::keep_until_tested, repairs::release_before_assignment],
};

const PAGE: &str = r#"When the last pointer to a block changes, the block can never be freed. The usual case is `p = realloc(p, n)`: where `realloc`
fails it returns NULL and leaves the old block as it was, and the assignment has just forgotten where that is.

Keep the result of `realloc` in a variable of its own until it has been tested. Elsewhere release the old block first.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double *
grow(double *start, size_t size)
{
    double *work = (double *)PyMem_Calloc(size, sizeof(double));
    if (work == NULL) {
        return NULL;
    }
    work = (double *)PyMem_Realloc(work, 2 * size * sizeof(double));
    return work;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static double *
grow(double *start, size_t size)
{
    double *work = (double *)PyMem_Calloc(size, sizeof(double));
    if (work == NULL) {
        return NULL;
    }
    double *more = (double *)PyMem_Realloc(work, 2 * size * sizeof(double));
    if (more == NULL) {
        PyMem_Free(work);
    }
    return more;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_resource(DefectKind::Overwritten)
        .map(|defect| {
            let message = format!(
                "{} still holds what {} gave, which is lost when the variable changes here",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
