//! NPC704: a field of a shared descriptor is changed.

use numpy_capi_db::ResultOwnership;
use tree_sitter::Node;

use super::{Check, Finding, FixAvailability, Rule, Severity, UsageAnalysis};
use crate::usage::{Access, Call, Scope};

pub(super) static RULE: Rule = Rule {
    code: "NPC704",
    name: "builtin-descr-mutated",
    group: "dtype",
    summary: r#"A field of a data type descriptor is changed that others share."#,
    severity: Severity::Error,
    default: true,
    fix: FixAvailability::None,
    page: PAGE,
    bad: BAD,
    good: GOOD,
    check: Check::Usage(check),
    repairs: &[],
};

const PAGE: &str = r#"Each built-in type has one descriptor, which `PyArray_DescrFromType` and `PyArray_DESCR` hand out to everybody. Whoever sets
its `elsize`, its `byteorder` or another field changes the type of every array in the process. Since NumPy 2 the fields are
no longer reached this way at all.

Make a descriptor of your own with `PyArray_DescrNewFromType` or `PyArray_DescrNew`, and change that one, with
`PyDataType_SET_ELSIZE` where NumPy 2 is meant too.
"#;

const BAD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyArray_Descr *
names(int width)
{
    PyArray_Descr *descr = PyArray_DescrFromType(NPY_STRING);
    PyDataType_SET_ELSIZE(descr, width);
    return descr;
}
"#;

const GOOD: &str = r#"#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <numpy/arrayobject.h>

static PyArray_Descr *
names(int width)
{
    PyArray_Descr *descr = PyArray_DescrNewFromType(NPY_STRING);
    if (descr == NULL) {
        return NULL;
    }
    PyDataType_SET_ELSIZE(descr, width);
    return descr;
}
"#;

/// The type of descriptors.
const DESCR: &str = "PyArray_Descr *";

/// Hands out a reference of the caller's own, to a descriptor that everybody gets.
const SHARING: &str = "PyArray_DescrFromType";

/// The type number of which each call makes a descriptor.
const FRESH: &str = "NPY_VSTRING";

/// The fields that say what the elements are.
const FIELDS: [&str; 7] = ["elsize", "alignment", "byteorder", "flags", "type_num", "kind", "type"];

/// What the rule finds in a stretch of code.
fn check(analysis: &UsageAnalysis<'_>) -> Vec<Finding> {
    let scope = &analysis.scope;
    // Where an array is given another descriptor, its descriptor may be a new one.
    let is_descr = |access: &Access<'_>| scope.text(access.field) == "descr";
    let is_assigned = |access: &Access<'_>| {
        analysis.usage.assignments.iter().any(|assignment| assignment.target.id() == access.node.id())
    };
    if analysis.usage.accesses.iter().any(|access| is_descr(access) && is_assigned(access)) {
        return Vec::new();
    }
    let stores = analysis.usage.assignments.iter().filter_map(|assignment| {
        let access = analysis.usage.accesses.iter().find(|access| access.node.id() == assignment.target.id())?;
        let is_field = FIELDS.contains(&scope.text(access.field));
        is_field.then_some((access.node, access.receiver))
    });
    let setters = analysis.usage.calls.iter().filter_map(|call| {
        let setter = call.symbol.filter(|symbol| symbol.name.starts_with("PyDataType_SET_"))?;
        let is_descr = setter.params.first()?.type_text == DESCR;
        is_descr.then(|| Some((call.node, *call.arguments.first()?)))?
    });
    stores.chain(setters).filter_map(|(node, descr)| of_store(analysis, node, descr)).collect()
}

fn of_store<'u>(analysis: &UsageAnalysis<'u>, node: Node<'u>, descr: Node<'u>) -> Option<Finding> {
    let givers = analysis.scope.calls_giving(descr)?;
    let giver = givers.first().filter(|_| givers.iter().all(|giver| gives_shared(&analysis.scope, giver)))?;
    let name = analysis.scope.text(analysis.scope.without_casts(descr));
    let message = format!(
        "`{}` gives a descriptor that others share, and changing it changes their arrays: change a copy of `{name}`, \
         from `PyArray_DescrNew`",
        giver.name
    );
    Some(analysis.finding(&RULE, node.byte_range().into(), message))
}

/// Whether a call gives a descriptor that is not only the caller's: that of a built-in type, or that of an array which is
/// not known to have one of its own.
fn gives_shared<'u>(scope: &Scope<'u, 'u>, call: &Call<'u>) -> bool {
    let Some(symbol) = call.symbol.filter(|symbol| symbol.result_type == DESCR) else { return false };
    let Some(argument) = call.arguments.first() else { return false };
    if symbol.name == SHARING {
        let number = scope.type_number(*argument);
        return number.is_some_and(|number| number.member_of.contains(&"built-in-type") && number.name != FRESH);
    }
    // An array that the function makes of a descriptor may have one of its own.
    let is_of_number = |maker: &&Call<'u>| {
        maker.symbol.is_some_and(|maker| maker.params.iter().any(|param| param.constant_set == "typenum"))
    };
    let has_shared = scope.calls_giving(*argument).is_none_or(|makers| makers.iter().all(is_of_number));
    symbol.returns.ownership == ResultOwnership::Borrowed && has_shared
}
