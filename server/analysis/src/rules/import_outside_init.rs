//! NPC107: a method imports NumPy's function table.

use numpy_capi_db::{Control, macro_syntax};

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Call, methods};

pub(super) static RULE: Rule = Rule {
    code: "NPC107",
    name: "import-outside-init",
    group: "init",
    summary: r#"A function that Python calls again and again imports NumPy's function table."#,
    severity: Severity::Warning,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"`import_array()` belongs into the start of the module. In a function of its method table it runs with every call, hides a
way out of the function in the middle of its work, and leaves the table NULL for all functions that are called before it.

Call it in `PyInit_...` or in the `Py_mod_exec` function. The repair takes it out where the start of the module fetches the
table already.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
three(PyObject *module, PyObject *unused)
{
    import_array();
    return PyArray_Arange(0.0, 3.0, 1.0, NPY_DOUBLE);
}

static PyMethodDef methods[] = {
    {"three", three, METH_NOARGS, "Three numbers."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods};

PyObject *
PyInit_example(void)
{
    import_array();
    return PyModuleDef_Init(&definition);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyObject *
three(PyObject *module, PyObject *unused)
{
    return PyArray_Arange(0.0, 3.0, 1.0, NPY_DOUBLE);
}

static PyMethodDef methods[] = {
    {"three", three, METH_NOARGS, "Three numbers."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_methods = methods};

PyObject *
PyInit_example(void)
{
    import_array();
    return PyModuleDef_Init(&definition);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let scope = analysis.scope(None);
    let called: Vec<&str> =
        analysis.outline.tables.iter().flat_map(|table| methods(scope, table)).map(|method| method.function).collect();
    let indices: Vec<usize> =
        analysis.functions().filter(|(_, function)| called.contains(&function.name)).map(|(index, _)| index).collect();
    indices.into_iter().flat_map(|index| of_function(analysis, index)).collect()
}

fn of_function(analysis: &FileAnalysis<'_>, index: usize) -> Vec<Finding> {
    let stretch = analysis.stretch(index);
    let Some(function) = stretch.function else { return Vec::new() };
    let imports = stretch.usage.calls.iter().filter(|call| imports(call));
    imports
        .map(|call| {
            let message = format!(
                "`{}` imports NumPy's function table with every call: `{}` belongs into the start of the module",
                function.name, call.name
            );
            let finding = analysis.finding(&RULE, call.node.byte_range().into(), message);
            match take_out(analysis, call) {
                Some(fix) => finding.suggesting(fix),
                None => finding,
            }
        })
        .collect()
}

/// Whether a call is one of the macros that fetch a table and leave the function where that fails.
fn imports(call: &Call<'_>) -> bool {
    let control = || macro_syntax(call.name)?.control;
    call.symbol.is_some() && control() == Some(Control::ReturnOnFailure)
}

/// Takes an import out where the start of the module has the same.
fn take_out(analysis: &FileAnalysis<'_>, call: &Call<'_>) -> Option<Fix> {
    let (start, _) = analysis.functions().find(|(_, function)| function.name.starts_with("PyInit_"))?;
    let table = |name: &str| name.trim_end_matches(['1', '2']).to_owned();
    let mut fetched = analysis.stretch(start).usage.calls.iter();
    fetched.find(|other| imports(other) && table(other.name) == table(call.name))?;
    let statement = TextRange::from(call.node.parent()?.byte_range());
    let (text, lines) = (analysis.file.text(), analysis.file.lines());
    let (first, last) = (lines.line(statement.start), lines.line(statement.end));
    let whole = TextRange::new(lines.line_start(first), lines.line_start(last + 1));
    let is_alone = whole.of(text).trim().trim_end_matches(';') == statement.of(text).trim().trim_end_matches(';');
    is_alone.then(|| Fix {
        title: "Leave the import to the start of the module".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::delete(whole)],
    })
}
