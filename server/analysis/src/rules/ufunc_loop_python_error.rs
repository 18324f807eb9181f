//! NPC1010: an inner loop that NumPy runs without the GIL works on objects.

use memchr::memmem;

use super::without_gil::needs_gil;
use super::{Check, FileAnalysis, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::syntax::Function;
use crate::text::TextRange;
use crate::usage::{Access, Table, Threads, Ufunc, loops_without_gil, ufuncs};

pub(super) static RULE: Rule = Rule {
    code: "NPC1010",
    name: "ufunc-loop-python-error",
    group: "ufuncs",
    summary: r#"An inner loop for numbers calls a function that needs the GIL, which NumPy releases around it."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"NumPy releases the GIL around the inner loops of a ufunc whose operands are numbers, if there are more than some
hundred elements, and around the loops of an array method that is not registered with `NPY_METH_REQUIRES_PYAPI`. So a loop
that sets an exception works in a small test and crashes with real data.

Take the GIL for the call with `NPY_ALLOW_C_API`, or for an array method ask for it with the flag. NumPy looks for an
exception behind the loop.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static void
root(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        double number = *(double *)(args[0] + i * steps[0]);
        if (number < 0.0) {
            PyErr_SetString(PyExc_ValueError, "negative");
            return;
        }
        *(double *)(args[1] + i * steps[1]) = npy_sqrt(number);
    }
}

static PyUFuncGenericFunction loops[] = {root};
static char types[] = {NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 1, 1, 1, PyUFunc_None, "root", "", 0);
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>
#include <numpy/ufuncobject.h>

static void
root(char **args, npy_intp const *dimensions, npy_intp const *steps, void *data)
{
    for (npy_intp i = 0; i < dimensions[0]; i++) {
        double number = *(double *)(args[0] + i * steps[0]);
        if (number < 0.0) {
            NPY_ALLOW_C_API_DEF
            NPY_ALLOW_C_API;
            PyErr_SetString(PyExc_ValueError, "negative");
            NPY_DISABLE_C_API;
            return;
        }
        *(double *)(args[1] + i * steps[1]) = npy_sqrt(number);
    }
}

static PyUFuncGenericFunction loops[] = {root};
static char types[] = {NPY_DOUBLE, NPY_DOUBLE};

PyObject *
make(void)
{
    return PyUFunc_FromFuncAndData(loops, NULL, types, 1, 1, 1, PyUFunc_None, "root", "", 0);
}
"#;

/// What a function names that makes a ufunc, or describes an array method.
const MAKERS: [&str; 3] = ["PyUFunc_FromFuncAndData", "PyArrayMethod_Spec", SLOT_TYPE];
/// What a function names that changes the description of an array method.
const CHANGES: [&str; 2] = ["slots", "flags"];
/// The type of the entries that name the loops of an array method.
const SLOT_TYPE: &str = "PyType_Slot";

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let text = analysis.file.text();
    if !text.contains("PyUFunc_FromFuncAndData") && !text.contains("PyArrayMethod_Spec") {
        return Vec::new();
    }
    let mut stretches = naming(analysis, &MAKERS);
    let has_slots = |table: &Table<'_>| table.type_name == SLOT_TYPE;
    let of_functions = stretches.iter().flat_map(|stretch| &stretch.usage.tables);
    if analysis.outline.tables.iter().chain(of_functions).any(has_slots) {
        stretches.extend(naming(analysis, &CHANGES));
    }
    let ufuncs: Vec<Ufunc<'_, '_>> =
        stretches.iter().flat_map(|stretch| ufuncs(stretch.scope, &stretch.usage.calls)).collect();
    let tables: Vec<&Table<'_>> =
        analysis.outline.tables.iter().chain(stretches.iter().flat_map(|stretch| &stretch.usage.tables)).collect();
    let accesses: Vec<&Access<'_>> = stretches.iter().flat_map(|stretch| &stretch.usage.accesses).collect();
    let loops = loops_without_gil(analysis.scope(None), &ufuncs, &tables, &accesses);
    loops.into_iter().flat_map(|name| of_loop(analysis, name)).collect()
}

/// The functions that name one of some words. Most functions of a long file do not, and need not be walked for them.
fn naming<'u>(analysis: &'u FileAnalysis<'_>, words: &[&str]) -> Vec<UsageAnalysis<'u>> {
    let words: Vec<_> = words.iter().map(memmem::Finder::new).collect();
    let names_one = |function: &Function<'_>| {
        let text = function.range.of(analysis.file.text()).as_bytes();
        words.iter().any(|word| word.find(text).is_some())
    };
    let naming = analysis.functions().filter(|(_, function)| names_one(function));
    naming.map(|(index, _)| analysis.stretch(index)).collect()
}

fn of_loop(analysis: &FileAnalysis<'_>, name: &str) -> Vec<Finding> {
    let Some(function) = analysis.function_named(name) else { return Vec::new() };
    let Some((index, _)) = analysis.functions().find(|(_, known)| known.range == function.range) else {
        return Vec::new();
    };
    let stretch = analysis.stretch(index);
    let calls: Vec<_> = stretch.usage.calls.iter().filter(|call| needs_gil(&stretch, call)).collect();
    if calls.is_empty() {
        return Vec::new();
    }
    let threads = Threads::throughout(stretch.scope, TextRange::from(function.body.byte_range()));
    let without = calls.into_iter().filter(|call| threads.region_at(call.node.start_byte()).is_some());
    without
        .map(|call| {
            let callee = call.name;
            let message = format!("`{callee}` needs the GIL, which NumPy releases around the loop `{name}`");
            stretch.finding(&RULE, call.name_range, message)
        })
        .collect()
}
