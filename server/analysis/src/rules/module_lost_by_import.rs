//! NPC105: an object is lost where the import of NumPy's function table fails.

use super::ledger::{FunctionAnalysis, holder, source};
use super::{Check, Finding, FixAvailability, Rule, Severity};
use crate::repairs;

pub(super) static RULE: Rule = Rule {
    code: "NPC105",
    name: "import-array-after-module-create",
    group: "init",
    summary: r#"import_array() stands behind the creation of the module, which is lost when the import fails."#,
    severity: Severity::Warning,
    default: true,
    fix: FixAvailability::Safe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Ledger(check),
    repairs: &[repairs::import_first],
};

const PAGE: &str = r#"`import_array()` hides a `return NULL` for the case that NumPy cannot be imported. What the function owns by then, mostly
the module itself, is released by nobody.

Import first, while there is nothing to lose: `import_array()` needs no module. The repair moves it up. Where it has to
stay, call `PyArray_ImportNumPyAPI()` (2.0) or `_import_array()`, look at the status and release the module.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_size = -1};

PyObject *
make_module(void)
{
    PyObject *module = PyModule_Create(&definition);
    if (module == NULL) {
        return NULL;
    }
    import_array();
    return module;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static struct PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "example", .m_size = -1};

PyObject *
make_module(void)
{
    import_array();
    return PyModule_Create(&definition);
}
"#;

/// What the rule finds in a function.
fn check(analysis: &FunctionAnalysis<'_>) -> Vec<Finding> {
    analysis
        .lost_by_import()
        .map(|(defect, import)| {
            let message = format!(
                "{} owns the new reference of {}, which is lost when `{import}` fails and leaves the function",
                holder(defect),
                source(defect)
            );
            analysis.finding(&RULE, defect, defect.at, message)
        })
        .collect()
}
