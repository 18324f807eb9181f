//! NPC1008: a ufunc keeps pointers to arrays that end with the function.

use super::{Applicability, Check, Finding, Fix, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Kind;
use crate::text::TextEdit;
use crate::usage::{Ufunc, Variable, ufuncs};

pub(super) static RULE: Rule = Rule {
    code: "NPC1008",
    name: "ufunc-table-lifetime",
    group: "ufuncs",
    summary: r#"A ufunc is made of tables on the stack, to which it keeps pointers."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"`PyUFunc_FromFuncAndData` copies nothing: the ufunc keeps the pointers to the tables of loops, data and types, and reads
them at every call. An array that is a local variable is gone when the function returns, and the ufunc calls whatever then
lies there.

Make the tables `static`.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

void twice(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);

static char types[] = {NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    PyUFuncGenericFunction loops[] = {twice};
    return PyUFunc_FromFuncAndData(loops, NULL, types, 1, 1, 1, PyUFunc_None, "twice", "", 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

void twice(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data);

static char types[] = {NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    static PyUFuncGenericFunction loops[] = {twice};
    return PyUFunc_FromFuncAndData(loops, NULL, types, 1, 1, 1, PyUFunc_None, "twice", "", 0);
}
"#;

/// The parameters whose tables are kept.
const KEPT: [&str; 3] = ["func", "data", "types"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let ufuncs = ufuncs(analysis.scope, &analysis.usage.calls);
    ufuncs.iter().flat_map(|ufunc| KEPT.map(|parameter| of_argument(analysis, ufunc, parameter))).flatten().collect()
}

fn of_argument(analysis: &UsageAnalysis<'_>, ufunc: &Ufunc<'_, '_>, parameter: &str) -> Option<Finding> {
    let scope = analysis.scope;
    let argument = ufunc.argument(parameter)?;
    let node = scope.without_casts(argument);
    let name = (scope.kind(node) == Kind::Identifier).then(|| scope.text(node))?;
    let mut locals = analysis.usage.variables.iter().rev();
    let variable = locals.find(|known| known.name == name && known.visible.contains(&node.start_byte()))?;
    if !variable.c_type.is_array || variable.is_static || variable.is_parameter {
        return None;
    }
    let message = format!("`{name}` ends with this function, and the ufunc keeps the pointer to it");
    let finding = analysis.finding(&RULE, argument.byte_range().into(), message);
    Some(match make_static(analysis, variable) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}

/// Makes an array static, where its elements are constants.
fn make_static(analysis: &UsageAnalysis<'_>, variable: &Variable<'_>) -> Option<Fix> {
    let scope = analysis.scope;
    let mut declaration = variable.node;
    while scope.kind(declaration) != Kind::Declaration {
        declaration = declaration.parent()?;
    }
    let list = variable.initialiser?;
    let table = analysis.usage.tables.iter().find(|table| table.list.id() == list.id())?;
    let is_constant = |node| match scope.kind(scope.without_casts(node)) {
        Kind::NumberLiteral | Kind::CharLiteral | Kind::Null => true,
        Kind::Identifier => {
            let name = scope.text(scope.without_casts(node));
            !analysis.usage.variables.iter().any(|known| known.name == name)
        }
        _ => false,
    };
    table.rows.iter().all(|row| is_constant(row.node)).then(|| Fix {
        title: format!("Make `{}` static", variable.name),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::insert(declaration.start_byte(), "static ")],
    })
}
