//! Which statements release something, and what releases it.

use numpy_capi_db::{Ownership, callee};
use tree_sitter::Node;

use super::FunctionContext;
use super::layout::indentation_step;
use super::statements::{called, nodes_of_kind, without_casts};
use crate::flow::{VariableId, VariableKind};
use crate::syntax::Kind;
use crate::text::TextRange;

/// What gives up a pending write-back.
pub(super) const DISCARD: &str = "PyArray_DiscardWritebackIfCopy";
/// What releases a reference.
const OF_REFERENCES: &[&str] = &["Py_XDECREF", "Py_DECREF", "Py_CLEAR"];

/// A statement that releases something.
#[derive(Clone, Copy, Debug)]
pub(super) struct Release<'a> {
    pub statement: Node<'a>,
    pub function: &'a str,
    /// What is released, without casts and `&`.
    pub name: &'a str,
}

impl<'a> Release<'a> {
    /// A statement as a release: of a reference, of a write-back, or of a resource that a local variable holds.
    pub(super) fn of(context: &FunctionContext<'a>, statement: Node<'a>) -> Option<Self> {
        let (function, arguments) = called(context, statement)?;
        let name = released_argument(arguments.first()?);
        let release = Self { statement, function, name };
        let is_end = || arguments.len() == 1 && ends_resource(function) && is_local(context, name);
        (release.is_of_reference() || function == DISCARD || is_end()).then_some(release)
    }

    /// All in a part of the function.
    pub(super) fn within(context: &FunctionContext<'a>, range: TextRange) -> impl Iterator<Item = Self> {
        nodes_of_kind(context, Kind::ExpressionStatement)
            .into_iter()
            .filter(move |statement| range.contains(statement.byte_range().into()))
            .filter_map(|statement| Self::of(context, statement))
    }

    pub(super) fn is_of_reference(&self) -> bool {
        OF_REFERENCES.contains(&self.function)
    }

    /// Whether it ends what a variable owns, and does not only settle its write-back.
    pub(super) fn is_end_of(&self, name: &str) -> bool {
        self.name == name && self.function != DISCARD
    }
}

/// The call that ends a resource.
pub(super) struct End {
    pub call: String,
    /// Whether it may be given a variable that holds nothing.
    pub accepts_nothing: bool,
    /// Whether the variable is the resource itself and no pointer to it.
    pub is_structure: bool,
}

impl End {
    /// The end of what a variable holds; `released_by` names the function.
    pub(super) fn of(context: &FunctionContext<'_>, variable: VariableId, released_by: &str) -> Option<Self> {
        let end = callee(released_by)?;
        let holder = &context.flow.variables[variable.index()];
        let is_structure = !holder.is_pointer && end.param(0).is_some_and(|param| param.type_text.contains('*'));
        let address = if is_structure { "&" } else { "" };
        let accepts_nothing = end.param(0).is_some_and(|param| param.may_be_null) || is_structure;
        Some(Self { call: format!("{}({address}{});", end.name, holder.name), accepts_nothing, is_structure })
    }

    /// The lines that end the resource where the variable may hold none.
    pub(super) fn lines(self, context: &FunctionContext<'_>, name: &str) -> Vec<String> {
        if self.accepts_nothing {
            return vec![self.call];
        }
        vec![format!("if ({name} != NULL) {{"), format!("{}{}", indentation_step(context), self.call), "}".to_owned()]
    }
}

/// An argument without the casts and the `&` in front of it.
pub(super) fn released_argument(text: &str) -> &str {
    without_casts(text).trim_start_matches('&')
}

fn ends_resource(function: &str) -> bool {
    callee(function)
        .and_then(|symbol| symbol.param(0))
        .is_some_and(|param| param.ownership == Ownership::ConsumedResource)
}

fn is_local(context: &FunctionContext<'_>, name: &str) -> bool {
    let variables = context.flow.variables.iter();
    variables.into_iter().any(|variable| variable.kind == VariableKind::Local && variable.name == name)
}
