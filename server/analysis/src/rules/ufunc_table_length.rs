//! NPC1007: the number of loops that a ufunc is made of is not that of its tables.

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Ufunc, ufuncs};

pub(super) static RULE: Rule = Rule {
    code: "NPC1007",
    name: "ufunc-table-length",
    group: "ufuncs",
    summary: r#"The number of loops given for a ufunc does not fit the tables of loops, data or types."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyUFunc_FromFuncAndData` is told how many loops there are (`ntypes`). It reads as many entries of `func` and of `data`,
and `nin + nout` type numbers for each loop. Where a table is shorter, NumPy reads what lies behind it and calls it. Where
the tables are longer, the last loops are never registered, and arrays of their types are converted, or refused.

Only tables are compared whose entries the file lists, and that it does not fill elsewhere.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

void twice_float(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);
void twice_double(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);

static PyUFuncGenericFunction loops[] = {twice_float, twice_double};
static char types[] = {NPY_FLOAT, NPY_FLOAT, NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 4, 1, 1, PyUFunc_None, "twice", "", 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

void twice_float(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);
void twice_double(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);

static PyUFuncGenericFunction loops[] = {twice_float, twice_double};
static char types[] = {NPY_FLOAT, NPY_FLOAT, NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 2, 1, 1, PyUFunc_None, "twice", "", 0);
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let ufuncs = ufuncs(analysis.scope, &analysis.usage.calls);
    ufuncs.iter().filter_map(|ufunc| of_ufunc(analysis, ufunc)).collect()
}

fn of_ufunc(analysis: &UsageAnalysis<'_>, ufunc: &Ufunc<'_, '_>) -> Option<Finding> {
    let message = too_short(ufunc).or_else(|| too_long(ufunc))?;
    let range = TextRange::from(ufunc.count?.node.byte_range());
    let finding = analysis.finding(&RULE, range, message);
    let literal = ufunc.count.and_then(|count| count.literal(analysis.scope));
    Some(match literal.zip(agreed(ufunc)) {
        Some((literal, count)) => finding.suggesting(Fix {
            title: format!("Give the number of loops as {count}"),
            applicability: Applicability::Safe,
            edits: vec![TextEdit::replace(literal, count.to_string())],
        }),
        None => finding,
    })
}

/// What is wrong where NumPy reads past the end of a table.
fn too_short(ufunc: &Ufunc<'_, '_>) -> Option<String> {
    let count = ufunc.count?.value;
    for list in [ufunc.loops, ufunc.data].into_iter().flatten() {
        if list.capacity < count {
            let (name, length) = (list.table.name, list.capacity);
            return Some(format!("`{name}` has {}, but NumPy reads {count}", entries(length)));
        }
    }
    let (types, width) = (ufunc.types?, ufunc.types_of_loop()?);
    let (name, length, needed) = (types.table.name, types.capacity, count * width);
    (length < needed)
        .then(|| format!("`{name}` has {}, but NumPy reads {needed}: {width} for each loop", entries(length)))
}

/// What is wrong where all tables are longer than the number says.
fn too_long(ufunc: &Ufunc<'_, '_>) -> Option<String> {
    let (count, listed) = (ufunc.count?.value, agreed(ufunc)?);
    let name = ufunc.loops?.table.name;
    (listed > count).then(|| format!("`{name}` lists {listed} loops, but the call registers only {count}"))
}

/// The number of loops on which the tables agree.
fn agreed(ufunc: &Ufunc<'_, '_>) -> Option<usize> {
    let (loops, types, width) = (ufunc.loops?, ufunc.types?, ufunc.types_of_loop()?);
    let listed = loops.listed();
    let data_agree = ufunc.data.is_none_or(|data| data.listed() == listed);
    (listed > 0 && loops.capacity == listed && types.listed() == listed * width && data_agree).then_some(listed)
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") }
}
