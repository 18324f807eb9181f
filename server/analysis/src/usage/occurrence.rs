//! Where a piece of code mentions a name, and what it does there.

use tree_sitter::Node;

use super::Scope;
use crate::syntax::{Kind, named_children};

impl<'a> Scope<'a, '_> {
    /// The identifiers below a node that are one of some names, from an offset on, in the order of the text.
    pub(crate) fn occurrences(&self, root: Node<'a>, names: &[&str], from: usize) -> Vec<Node<'a>> {
        let mut found = Vec::new();
        let mut cursor = root.walk();
        loop {
            let node = cursor.node();
            let is_before = node.end_byte() <= from;
            if self.kind(node) == Kind::Identifier && node.start_byte() >= from && names.contains(&self.text(node)) {
                found.push(node);
            }
            if !is_before && cursor.goto_first_child() {
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return found;
                }
            }
        }
    }

    /// An expression with the casts and parentheses around it.
    pub(crate) fn with_casts(&self, node: Node<'a>) -> Node<'a> {
        let mut node = node;
        while let Some(parent) = node.parent() {
            if !matches!(self.kind(parent), Kind::CastExpression | Kind::ParenthesizedExpression) {
                break;
            }
            node = parent;
        }
        node
    }

    /// The call that a node is an argument of, and its position there.
    pub(crate) fn call_around(&self, argument: Node<'a>) -> Option<(Node<'a>, usize)> {
        let list = argument.parent().filter(|parent| self.kind(*parent) == Kind::ArgumentList)?;
        let arguments = named_children(self.file.grammar(), list);
        let position = arguments.iter().position(|other| other.id() == argument.id())?;
        Some((list.parent()?, position))
    }

    /// Whether code reads the variable that an identifier names: it is not assigned to there, and its address is not
    /// taken.
    pub(crate) fn is_read(&self, node: Node<'a>) -> bool {
        let outer = self.with_casts(node);
        let Some(parent) = outer.parent() else { return false };
        let grammar = self.file.grammar();
        match self.kind(parent) {
            Kind::AssignmentExpression => {
                grammar.child(parent, |fields| fields.left).is_none_or(|left| left.id() != outer.id())
            }
            Kind::PointerExpression => !self.text(parent).starts_with('&'),
            Kind::SizeofExpression | Kind::InitDeclarator | Kind::Declaration => {
                grammar.child(parent, |fields| fields.value).is_some_and(|value| value.id() == outer.id())
            }
            _ => true,
        }
    }
}
