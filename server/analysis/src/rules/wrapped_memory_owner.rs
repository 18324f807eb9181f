//! The capsule that owns the memory of an array: the repair of NPC801.

use numpy_capi_db::{Symbol, library_function};
use tree_sitter::Node;

use super::{Applicability, Fix, UsageAnalysis};
use crate::syntax::{Kind, Language};
use crate::text::{TextEdit, TextRange};
use crate::usage::{Call, Wrapped};

/// Gives the array an owner that releases the memory as its allocation asks; `None` where the text is not plain enough.
pub(super) fn capsule<'u>(
    analysis: &UsageAnalysis<'u>,
    wrapped: &Wrapped<'u, 'u>,
    allocation: &Call<'u>,
) -> Option<Fix> {
    let scope = &analysis.scope;
    let (text, lines) = (scope.file.text(), scope.file.lines());
    // In C++ a jump must not pass the declaration of the owner.
    let is_cpp = scope.file.language() == Language::Cpp;
    if is_cpp && !analysis.usage.labels.is_empty() {
        return None;
    }
    let memory = scope.variable_of(wrapped.data)?.name;
    let release = allocated_by(allocation)?.returns.released_by;
    let destructor = format!("release_with_{release}");
    let (statement, array) = array(analysis, wrapped)?;
    let line = lines.line_start(lines.line(statement.start));
    let indentation = TextRange::new(line, statement.start).of(text);
    if release.is_empty() || !indentation.trim().is_empty() {
        return None;
    }
    let owner = owner_name(analysis)?;
    let lost = format!("Py_DECREF({});\n        {release}({memory});\n        return NULL;", array.name);
    let mut given = String::new();
    if let Some(call) = array.made_by {
        given.push_str(&format!(
            "PyObject *{0} = {call};\n    if ({0} == NULL) {{\n        {release}({memory});\n        return NULL;\n    }}\n    ",
            array.name
        ));
    }
    given.push_str(&format!(
        "PyObject *{owner} = PyCapsule_New({memory}, NULL, {destructor});\n    if ({owner} == NULL) {{\n        {lost}\n    }}\n    \
         if (PyArray_SetBaseObject((PyArrayObject *){0}, {owner}) < 0) {{\n        Py_DECREF({0});\n        return NULL;\n    }}\n    ",
        array.name
    ));
    let returned = if array.made_by.is_some() { format!("return {};", array.name) } else { String::new() };
    let given = format!("{given}{returned}").replace("\n    ", &format!("\n{indentation}"));
    let mut edits = vec![match array.made_by {
        Some(_) => TextEdit::replace(statement, given),
        None => TextEdit::insert(statement.start, given),
    }];
    if !text.contains(&format!("{destructor}(PyObject *")) {
        let function = format!(
            "static void\n{destructor}(PyObject *capsule)\n{{\n    {release}(PyCapsule_GetPointer(capsule, NULL));\n}}\n\n"
        );
        edits.push(TextEdit::insert(place_before(analysis)?, function));
    }
    edits.sort();
    Some(Fix {
        title: format!("Give the array a capsule that calls {release}"),
        applicability: Applicability::Unsafe,
        edits,
    })
}

/// How the array can be named where the owner is made.
struct Array<'u> {
    /// The variable that holds it, or the one that the repair declares.
    name: &'u str,
    /// The call that makes it, where it has no variable yet.
    made_by: Option<&'u str>,
}

/// The statement that returns the array, with the array.
fn array<'u>(analysis: &UsageAnalysis<'u>, wrapped: &Wrapped<'u, 'u>) -> Option<(TextRange, Array<'u>)> {
    let scope = &analysis.scope;
    let mut returns = analysis.usage.returned.iter().copied().filter(|node| gives(analysis, *node, wrapped));
    let returned = returns.next().filter(|_| returns.next().is_none())?;
    let statement = returned.parent().filter(|parent| scope.kind(*parent) == Kind::ReturnStatement)?;
    let around = statement.parent().filter(|parent| scope.kind(*parent) == Kind::CompoundStatement)?;
    if around.id() != analysis.function?.body.id() {
        return None;
    }
    let range = TextRange::from(statement.byte_range());
    let is_taken = |name: &str| analysis.usage.variables.iter().any(|known| known.name == name);
    Some(match scope.variable_given(wrapped.call) {
        Some(variable) => (range, Array { name: variable.name, made_by: None }),
        None if is_taken("array") => return None,
        None => (range, Array { name: "array", made_by: Some(scope.text(wrapped.call.node)) }),
    })
}

/// Whether a returned expression is the array, casts left out.
fn gives<'u>(analysis: &UsageAnalysis<'u>, node: Node<'u>, wrapped: &Wrapped<'u, 'u>) -> bool {
    let scope = &analysis.scope;
    let is_call = scope.without_casts(node).id() == wrapped.call.node.id();
    is_call || scope.variable_given(wrapped.call).is_some_and(|variable| scope.is_variable(node, variable))
}

fn owner_name(analysis: &UsageAnalysis<'_>) -> Option<&'static str> {
    let is_free = |name: &&str| !analysis.usage.variables.iter().any(|known| known.name == *name);
    ["owner", "capsule"].into_iter().find(is_free)
}

fn allocated_by(allocation: &Call<'_>) -> Option<&'static Symbol> {
    allocation.symbol.or_else(|| library_function(allocation.name))
}

/// Where a function can stand before this one: before the comment that belongs to it.
fn place_before(analysis: &UsageAnalysis<'_>) -> Option<usize> {
    let mut first = analysis.function?.node;
    while let Some(before) = first.prev_sibling().filter(Node::is_extra) {
        let gap = TextRange::new(before.end_byte(), first.start_byte()).of(analysis.scope.file.text());
        if gap.matches('\n').count() > 1 || !gap.trim().is_empty() {
            break;
        }
        first = before;
    }
    Some(first.start_byte())
}
