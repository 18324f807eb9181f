//! NPC1110: a header is included that NumPy no longer has.

use numpy_capi_db::{RemovedHeader, removed_header};

use super::migration::{outdated, without_line};
use super::{Applicability, Check, FileAnalysis, Finding, Fix, FixAvailability, Rule, Severity};
use crate::text::TextEdit;
use crate::versions::Include;

pub(super) static RULE: Rule = Rule {
    code: "NPC1110",
    name: "removed-headers",
    group: "migration",
    summary: r#"A header is included that a release of NumPy took away."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::Unsafe,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::File(check),
    repairs: &[],
};

const PAGE: &str = r#"NumPy 2.0 took away the headers with names of the time before 1.7 and those without prefixes: `noprefix.h`, `old_defines.h`,
`npy_interrupt.h`; `npy_1_7_deprecated_api.h` went with 2.3. `numpy/arrayobject.h` has what is left.

The repair includes that instead, once nothing in the file needs the old header any more.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/old_defines.h>

static int
is_array(PyObject *object)
{
    return object != NULL;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static int
is_array(PyObject *object)
{
    return object != NULL;
}
"#;

/// What the rule finds in a file.
fn check(analysis: &FileAnalysis<'_>) -> Vec<Finding> {
    let includes = analysis.versions.includes.iter();
    let gone = includes.filter_map(|include| Some((include, removed_header(include.name)?)));
    gone.filter(|(include, _)| !analysis.versions.is_guarded(include.range.start))
        .map(|(include, header)| {
            let message =
                format!("`{}` is gone since NumPy {}; include `{}`", header.name, header.removed, header.replacement);
            let finding = analysis.finding(&RULE, include.name_range, message);
            if outdated(analysis).iter().any(|(_, entry)| entry.header == header.name) {
                return finding;
            }
            finding.suggesting(repair(analysis, include, header))
        })
        .collect()
}

fn repair(analysis: &FileAnalysis<'_>, include: &Include<'_>, header: &RemovedHeader) -> Fix {
    if analysis.versions.includes(header.replacement) {
        return Fix {
            title: format!("Delete the include of {}", header.name),
            applicability: Applicability::Safe,
            edits: vec![TextEdit::delete(without_line(analysis.file, include.range))],
        };
    }
    Fix {
        title: format!("Include {}", header.replacement),
        applicability: Applicability::Safe,
        edits: vec![TextEdit::replace(include.name_range, header.replacement)],
    }
}
