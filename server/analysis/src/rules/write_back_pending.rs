//! NPC808: an array with a pending write-back is released without resolving or discarding it.

use super::ledger::{FunctionAnalysis, holder};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::ownership::DefectKind;
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC808",
    name: "writeback-not-resolved",
    group: "memory",
    summary: r#"An array with a pending write-back is released without PyArray_ResolveWritebackIfCopy or a discard."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::settle_write_back, repairs::resolve_write_back],
};

const PAGE: &str = r#"`NPY_ARRAY_WRITEBACKIFCOPY`, alone or inside `NPY_ARRAY_INOUT_ARRAY2`, may hand back a copy whose data has to return to the
original array. `PyArray_ResolveWritebackIfCopy` copies it back; `PyArray_DiscardWritebackIfCopy` gives it up. Releasing the
array without either is an error that NumPy reports at run time as a warning, and the results are lost.

Resolve on the way to success, discard on every failing way, and release afterwards. Both calls do nothing where no copy was
made.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
scale(PyObject *object, double factor)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        return -1;
    }
    double *data = (double *)PyArray_DATA(array);
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        data[i] *= factor;
    }
    Py_DECREF(array);
    return 0;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
scale(PyObject *object, double factor)
{
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_OTF(object, NPY_DOUBLE, NPY_ARRAY_INOUT_ARRAY2);
    if (array == NULL) {
        return -1;
    }
    double *data = (double *)PyArray_DATA(array);
    for (npy_intp i = 0; i < PyArray_SIZE(array); i++) {
        data[i] *= factor;
    }
    int status = PyArray_ResolveWritebackIfCopy(array);
    Py_DECREF(array);
    return status < 0 ? -1 : 0;
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .of_kind(DefectKind::WriteBackPending)
        .map(|defect| {
            let message = format!(
                "{} may hold a pending write-back, which `{}` neither resolves nor discards",
                holder(defect),
                defect.api.map_or("the release", |api| api.name)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
