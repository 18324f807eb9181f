//! NPC1002: an iterator over objects is asked for without saying so.

use numpy_capi_db::flag_value;
use tree_sitter::Node;

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::{TextEdit, TextRange};
use crate::usage::Call;

pub(super) static RULE: Rule = Rule {
    code: "NPC1002",
    name: "npyiter-object-without-refs-ok",
    group: "iterators",
    summary: r#"An iterator over Python objects is asked for without NPY_ITER_REFS_OK, and is never made."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`NpyIter` refuses operands whose elements are Python objects, unless `NPY_ITER_REFS_OK` says that the loop is ready for
them: the call fails every time.

Add the flag. The loop then has to keep the GIL where `NpyIter_IterationNeedsAPI` says so, to take a reference to what it
stores, and to release what it overwrites.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static NpyIter *
over_objects(PyArrayObject *array)
{
    PyArray_Descr *objects = PyArray_DescrFromType(NPY_OBJECT);
    if (objects == NULL) {
        return NULL;
    }
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_BUFFERED,
                                NPY_KEEPORDER, NPY_SAFE_CASTING, objects);
    Py_DECREF(objects);
    return iter;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static NpyIter *
over_objects(PyArrayObject *array)
{
    PyArray_Descr *objects = PyArray_DescrFromType(NPY_OBJECT);
    if (objects == NULL) {
        return NULL;
    }
    NpyIter *iter = NpyIter_New(array, NPY_ITER_READONLY | NPY_ITER_BUFFERED | NPY_ITER_REFS_OK,
                                NPY_KEEPORDER, NPY_SAFE_CASTING, objects);
    Py_DECREF(objects);
    return iter;
}
"#;

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    analysis.usage.calls.iter().filter_map(|call| of_call(analysis, call)).collect()
}

fn of_call(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> Option<Finding> {
    let maker = call.symbol.filter(|symbol| symbol.result_type == "NpyIter *")?;
    let position = maker.params.iter().position(|param| param.constant_set == "npyiter-global")?;
    let flags = *call.arguments.get(position)?;
    if analysis.scope.flags(flags)? & flag_value("NPY_ITER_REFS_OK")? != 0 {
        return None;
    }
    let objects = maker.params.iter().zip(&call.arguments).find_map(|(param, argument)| {
        let is_of_objects = match param.type_text.as_str() {
            "PyArray_Descr *" => holds_objects(analysis.scope.described(*argument)?.name),
            "PyArrayObject *" => holds_objects(analysis.scope.made(*argument)?.type_number?.name),
            _ => false,
        };
        is_of_objects.then_some(*argument)
    })?;
    let message = format!(
        "`{}` stands for Python objects, and `{}` refuses them without `NPY_ITER_REFS_OK`",
        analysis.scope.text(analysis.scope.without_casts(objects)),
        call.name
    );
    let finding = analysis.finding(&RULE, flags.byte_range().into(), message);
    Some(finding.suggesting(Fix {
        title: "Add NPY_ITER_REFS_OK".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![add_flag(analysis, flags, "NPY_ITER_REFS_OK")],
    }))
}

fn holds_objects(type_number: &str) -> bool {
    type_number == "NPY_OBJECT"
}

/// One more flag to those that an expression combines.
fn add_flag(analysis: &UsageAnalysis<'_>, flags: Node<'_>, flag: &str) -> TextEdit {
    let range = TextRange::from(flags.byte_range());
    if analysis.scope.kind(flags) == Kind::NumberLiteral && analysis.scope.text(flags) == "0" {
        return TextEdit::replace(range, flag);
    }
    TextEdit::insert(range.end, format!(" | {flag}"))
}
