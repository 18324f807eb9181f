//! The label at which a function cleans up, and which ways out may lead there.

use numpy_capi_db::{ErrorIndicator, symbol};
use tree_sitter::Node;

use super::FunctionContext;
use super::releases::Release;
use super::statements::{called, nodes_of_kind};
use crate::syntax::{Kind, named_children};
use crate::text::TextRange;

/// What people call the label.
const LABEL_NAMES: &[&str] = &[
    "fail", "error", "err", "cleanup", "clean_up", "finish", "exit", "done", "end", "bail", "out", "failed", "onError",
];

/// The label at which a function cleans up.
#[derive(Clone, Copy, Debug)]
pub(super) struct CleanUpLabel<'a> {
    pub name: &'a str,
    /// The labelled statement.
    pub node: Node<'a>,
    /// From the label to the end of the function.
    pub range: TextRange,
}

/// The last label of the body that releases something or has a telling name.
pub(super) fn clean_up_label<'a>(context: &FunctionContext<'a>) -> Option<CleanUpLabel<'a>> {
    let body = context.function.body;
    let labels = named_children(context.grammar, body)
        .into_iter()
        .filter(|node| context.grammar.kind(*node) == Kind::LabeledStatement);
    labels
        .filter_map(|node| {
            let name = context.text(context.grammar.child(node, |fields| fields.label)?);
            Some(CleanUpLabel { name, node, range: TextRange::new(node.start_byte(), body.end_byte()) })
        })
        .filter(|label| Release::within(context, label.range).next().is_some() || LABEL_NAMES.contains(&label.name))
        .max_by_key(|label| label.range.start)
}

impl<'a> CleanUpLabel<'a> {
    /// The name of a label that a `goto` leads to.
    pub(super) fn of_jump(context: &FunctionContext<'a>, jump: Node<'a>) -> Option<&'a str> {
        Some(context.text(context.grammar.child(jump, |fields| fields.label)?))
    }

    /// The first statement behind the label.
    pub(super) fn first_statement(&self, context: &FunctionContext<'a>) -> Option<Node<'a>> {
        let name = context.grammar.child(self.node, |fields| fields.label)?;
        named_children(context.grammar, self.node)
            .into_iter()
            .find(|child| *child != name)
            .or_else(|| self.node.next_named_sibling())
    }

    /// What is done first behind the label: a part of the statement that is on every way through it.
    pub(super) fn entry(&self, context: &FunctionContext<'a>) -> Option<TextRange> {
        let first = self.first_statement(context)?;
        let part = match context.grammar.kind(first) {
            Kind::ExpressionStatement => first,
            Kind::IfStatement => {
                let condition = context.grammar.child(first, |fields| fields.condition)?;
                named_children(context.grammar, condition).into_iter().next().unwrap_or(condition)
            }
            _ => return Some(first.byte_range().into()),
        };
        Some(TextRange::new(part.start_byte(), part.start_byte() + 1))
    }

    /// Whether a way out that did not lead to the label before may do so. What the label does besides releasing objects
    /// has to be done on that way out as well: an earlier jump leads there, nothing of it was done before, and it neither
    /// raises another exception nor writes to anything but variables.
    pub(super) fn may_be_entered_from(&self, context: &FunctionContext<'a>, exit: Node<'a>) -> bool {
        let others: Vec<Node<'a>> = nodes_of_kind(context, Kind::ExpressionStatement)
            .into_iter()
            .filter(|statement| self.range.contains(statement.byte_range().into()))
            .filter(|statement| Release::of(context, *statement).is_none())
            .collect();
        if others.is_empty() {
            return true;
        }
        let is_earlier = |node: &Node<'a>| node.start_byte() < exit.start_byte();
        let jumps = nodes_of_kind(context, Kind::GotoStatement);
        let has_earlier_jump =
            jumps.iter().filter(|jump| is_earlier(jump)).any(|jump| Self::of_jump(context, *jump) == Some(self.name));
        let statements = nodes_of_kind(context, Kind::ExpressionStatement);
        let is_new = |other: &Node<'a>| {
            !statements
                .iter()
                .filter(|known| is_earlier(known))
                .any(|known| context.text(*known) == context.text(*other))
        };
        has_earlier_jump && others.iter().all(|other| is_new(other) && !has_other_effects(context, *other))
    }
}

/// Whether a statement raises an exception or writes to memory.
fn has_other_effects(context: &FunctionContext<'_>, statement: Node<'_>) -> bool {
    let raises = called(context, statement)
        .and_then(|(name, _)| symbol(name))
        .is_some_and(|symbol| symbol.error_indicator == Some(ErrorIndicator::Set));
    let writes = named_children(context.grammar, statement).into_iter().any(|expression| {
        context.grammar.kind(expression) == Kind::AssignmentExpression
            && context
                .grammar
                .child(expression, |fields| fields.left)
                .is_none_or(|left| context.grammar.kind(left) != Kind::Identifier)
    });
    raises || writes
}
