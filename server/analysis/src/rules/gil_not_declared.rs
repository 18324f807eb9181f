//! NPC504: a module does not say whether it runs without the GIL.

use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::{TextEdit, TextRange};

pub(super) static RULE: Rule = Rule {
    code: "NPC504",
    name: "no-free-threading-declaration",
    group: "module",
    summary: r#"A module does not say whether it runs without the GIL, and free-threaded Python takes it back for all."#,
    severity: Severity::Info,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"The free-threaded builds of Python (since 3.13) run without a GIL until a module is imported that does not say that it can
do without. Then they take it again, for the whole process, and warn.

Before a module says `Py_MOD_GIL_NOT_USED` it has to earn it: static variables that functions change, caches filled on first
use, borrowed references out of lists and dictionaries that other threads can change. `Py_MOD_GIL_USED` says openly that it
needs the GIL, without a warning. The repair writes the slot, not the review.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(PyObject *module)
{
    import_array1(-1);
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill},
    {0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_slots = slots};

PyMODINIT_FUNC
PyInit_example(void)
{
    return PyModuleDef_Init(&definition);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
fill(PyObject *module)
{
    import_array1(-1);
    return PyModule_AddIntConstant(module, "answer", 42);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_slots = slots};

PyMODINIT_FUNC
PyInit_example(void)
{
    return PyModuleDef_Init(&definition);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let says = ["Py_mod_gil", "PyUnstable_Module_SetGIL", "Py_MOD_GIL"];
    // What a header of the project brings, or an arm of `#if` that is not read, counts as said.
    if says.iter().any(|name| analysis.file.text().contains(name)) {
        return Vec::new();
    }
    let starts = analysis.functions().filter(|(_, function)| function.name.starts_with("PyInit_"));
    let findings = starts.filter_map(|(index, function)| {
        let makes = |name: &str| analysis.stretch(index).usage.calls_of(name).next().is_some();
        if !makes("PyModule_Create") && !makes("PyModuleDef_Init") {
            return None;
        }
        let name = function.name;
        let message = format!("`{name}` starts a module that does not say whether it runs without the GIL");
        let start = function.declarator.start_byte();
        let finding = analysis.finding(&RULE, TextRange::new(start, start + name.len()), message);
        Some(match add_slot(analysis) {
            Some(fix) => finding.suggesting(fix),
            None => finding,
        })
    });
    findings.collect()
}

/// One more row in the only table of slots, before the empty one.
fn add_slot(analysis: &FileAnalysis<'_>) -> Option<Fix> {
    let mut tables = analysis.outline.tables.iter().filter(|table| table.type_name == "PyModuleDef_Slot");
    let table = tables.next().filter(|_| tables.next().is_none())?;
    let last = table.rows.last()?;
    let is_empty = last.cells.first().is_some_and(|cell| analysis.file.text_of(cell.value) == "0");
    let at = analysis.file.lines().line_start(analysis.file.lines().line(last.node.start_byte()));
    let indentation = TextRange::new(at, last.node.start_byte()).of(analysis.file.text());
    if !is_empty || !indentation.trim().is_empty() {
        return None;
    }
    Some(Fix {
        title: "Add the slot Py_mod_gil".to_owned(),
        applicability: Applicability::Unsafe,
        edits: vec![TextEdit::insert(
            at,
            format!("#ifdef Py_mod_gil\n{indentation}{{Py_mod_gil, Py_MOD_GIL_NOT_USED}},\n#endif\n"),
        )],
    })
}
