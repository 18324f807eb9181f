//! NPC503: a method that gets no tuple parses one.

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Call, Method, Scope, Signature, methods};

pub(super) static RULE: Rule = Rule {
    code: "NPC503",
    name: "noargs-parses",
    group: "module",
    summary: r#"A METH_NOARGS or METH_O function parses its argument as a tuple, which it is not."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"Only methods with `METH_VARARGS` get a tuple of their arguments. With `METH_O` the second parameter is the argument
itself, and with `METH_NOARGS` it is NULL. `PyArg_ParseTuple` then sets SystemError, or for a method of one argument it
accepts a tuple that the caller happens to pass and takes it apart.

Register the method with `METH_VARARGS`, or use the argument without parsing.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
twice(PyObject *module, PyObject *args)
{
    double number;
    if (!PyArg_ParseTuple(args, "d", &number)) {
        return NULL;
    }
    return PyFloat_FromDouble(2.0 * number);
}

static PyMethodDef methods_of_module[] = {
    {"twice", twice, METH_O, "Twice a number."},
    {NULL, NULL, 0, NULL},
};
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *
twice(PyObject *module, PyObject *args)
{
    double number;
    if (!PyArg_ParseTuple(args, "d", &number)) {
        return NULL;
    }
    return PyFloat_FromDouble(2.0 * number);
}

static PyMethodDef methods_of_module[] = {
    {"twice", twice, METH_VARARGS, "Twice a number."},
    {NULL, NULL, 0, NULL},
};
"#;

/// What takes a tuple apart.
const PARSERS: [&str; 3] = ["PyArg_ParseTuple", "PyArg_ParseTupleAndKeywords", "PyArg_UnpackTuple"];

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let all: Vec<Method<'_>> =
        analysis.outline.tables.iter().flat_map(|table| methods(analysis.scope(None), table)).collect();
    let gets_no_tuple = |method: &&Method<'_>| method.flags == ["METH_O"] || method.flags == ["METH_NOARGS"];
    // The function may serve another method as well, which does get a tuple.
    let is_alone = |method: &&Method<'_>| all.iter().filter(|other| other.function == method.function).count() == 1;
    let suspects = all.iter().filter(gets_no_tuple).filter(is_alone);
    suspects.filter_map(|method| of_method(analysis, method)).collect()
}

fn of_method(analysis: &FileAnalysis<'_>, method: &Method<'_>) -> Option<Finding> {
    let function = analysis.function_named(method.function)?;
    let index = analysis.functions().find(|(_, known)| known.range == function.range)?.0;
    let stretch = analysis.stretch(index);
    let argument = Signature::of(analysis.file, function)?.parameter_name(analysis.file, 1)?;
    // Called from C, too, or with the argument replaced: something else may stand in it.
    let mentions = analysis.file.text().matches(method.function).count();
    let takes = |call: &&Call<'_>| is_argument(stretch.scope, call, argument);
    let mut calls = stretch.usage.calls.iter().filter(takes);
    let call = calls.clone().find(|call| call.symbol.is_some() && PARSERS.contains(&call.name))?;
    if calls.any(|call| call.name.starts_with("PyTuple_")) || is_assigned(stretch.scope, call, argument) {
        return None;
    }
    let flag = method.flags.first()?;
    let given = if *flag == "METH_O" { "the argument itself" } else { "NULL" };
    let message =
        format!("`{argument}` is {given} and no tuple, since `{}` is registered with `{flag}`", function.name);
    let finding = stretch.finding(&RULE, call.name_range, message);
    let is_simple = call.name != "PyArg_ParseTupleAndKeywords" && mentions <= 3;
    Some(if is_simple { finding.suggesting(repair(method)) } else { finding })
}

fn is_argument(scope: Scope<'_, '_>, call: &Call<'_>, argument: &str) -> bool {
    call.arguments.first().is_some_and(|first| scope.text(*first) == argument)
}

/// Whether the function puts something else into the parameter before a call.
fn is_assigned(scope: Scope<'_, '_>, call: &Call<'_>, argument: &str) -> bool {
    let text = TextRange::new(0, call.node.start_byte()).of(scope.file.text());
    let body = scope.function.and_then(|usage| usage.variables.first()).map_or(0, |first| first.node.start_byte());
    text.get(body..).unwrap_or_default().match_indices(argument).any(|(at, _)| {
        let rest = text.get(body + at + argument.len()..).unwrap_or_default().trim_start();
        rest.starts_with('=') && !rest.starts_with("==")
    })
}

fn repair(method: &Method<'_>) -> Fix {
    Fix {
        title: "Register the method with METH_VARARGS".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::replace(TextRange::from(method.flags_node.byte_range()), "METH_VARARGS")],
    }
}
