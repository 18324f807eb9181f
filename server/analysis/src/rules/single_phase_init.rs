//! NPC505: a module is made in one step.

use super::multi_phase::conversion;
use super::{Check, FileAnalysis, Finding, FixAvailability, Rule, Severity};

pub(super) static RULE: Rule = Rule {
    code: "NPC505",
    name: "single-phase-init",
    group: "module",
    summary: r#"A module is created by PyModule_Create in PyInit_..., which keeps it out of sub-interpreters."#,
    severity: Severity::Hint,
    default: false,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"Where `PyInit_...` creates the module itself, Python cannot load it into sub-interpreters, cannot load it again, and finds no
slot that says whether it runs without the GIL. In the other way, multi-phase initialisation, `PyInit_...` only hands out the
definition, and a function in its table of slots fills the module that Python has made.

The repair turns the body into such a function, where it is plain enough. Look at static variables afterwards: each
interpreter runs the function, and all of them share those variables.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "example",
    .m_size = -1,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    PyObject *module;

    import_array();
    module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    if (PyModule_AddIntConstant(module, "answer", 42) < 0) {
        Py_DECREF(module);
        return NULL;
    }
    return module;
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
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "example",
    .m_slots = slots,
};

PyMODINIT_FUNC
PyInit_example(void)
{
    return PyModuleDef_Init(&definition);
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let starts: Vec<usize> = analysis
        .functions()
        .filter(|(_, function)| function.name.starts_with("PyInit_"))
        .map(|(index, _)| index)
        .collect();
    starts.into_iter().filter_map(|index| of_start(analysis, index)).collect()
}

fn of_start(analysis: &FileAnalysis<'_>, index: usize) -> Option<Finding> {
    let stretch = analysis.stretch(index);
    let create = stretch.usage.calls_of("PyModule_Create").next()?;
    let message = format!(
        "`{}` creates the module itself: sub-interpreters cannot load it, and its definition can have no slots",
        stretch.function?.name
    );
    let finding = analysis.finding(&RULE, create.node.byte_range().into(), message);
    Some(match conversion(analysis, &stretch, create) {
        Some(fix) => finding.suggesting(fix),
        None => finding,
    })
}
