//! Looking at the statements of a function.

use tree_sitter::Node;

use super::FunctionContext;
use crate::syntax::{Kind, named_children};

/// All nodes of a kind in the body, in the order of the text; lambdas are passed over.
pub(super) fn nodes_of_kind<'a>(context: &FunctionContext<'a>, kind: Kind) -> Vec<Node<'a>> {
    let mut found = Vec::new();
    collect(context, context.function.body, kind, &mut found);
    found
}

fn collect<'a>(context: &FunctionContext<'a>, node: Node<'a>, kind: Kind, found: &mut Vec<Node<'a>>) {
    for child in named_children(context.grammar, node) {
        match context.grammar.kind(child) {
            known if known == kind => {
                found.push(child);
                collect(context, child, kind, found);
            }
            Kind::LambdaExpression => {}
            _ => collect(context, child, kind, found),
        }
    }
}

/// The name of the function that an expression statement calls, with the text of its arguments.
pub(super) fn called<'a>(context: &FunctionContext<'a>, statement: Node<'a>) -> Option<(&'a str, Vec<&'a str>)> {
    if context.grammar.kind(statement) != Kind::ExpressionStatement {
        return None;
    }
    let call = named_children(context.grammar, statement).into_iter().next()?;
    if context.grammar.kind(call) != Kind::CallExpression {
        return None;
    }
    let name = context.text(context.grammar.child(call, |fields| fields.function)?);
    let arguments = context.grammar.child(call, |fields| fields.arguments)?;
    let texts = named_children(context.grammar, arguments).into_iter().map(|node| context.text(node)).collect();
    Some((name, texts))
}

/// An argument without the casts in front of it.
pub(super) fn without_casts(text: &str) -> &str {
    text.rsplit([')', ' ', '*']).next().unwrap_or(text)
}

/// Whether an identifier of this name occurs below a node.
pub(super) fn mentions(context: &FunctionContext<'_>, node: Node<'_>, name: &str) -> bool {
    if context.grammar.kind(node) == Kind::Identifier {
        return context.text(node) == name;
    }
    let mut cursor = node.walk();
    node.named_children(&mut cursor).any(|child| mentions(context, child, name))
}

/// A name that nothing in the function uses yet.
pub(super) fn unused_name(context: &FunctionContext<'_>, wish: &str) -> String {
    let text = context.text(context.function.node);
    let is_used = |name: &str| {
        text.match_indices(name).any(|(at, _)| {
            let is_word = |character: char| character.is_alphanumeric() || character == '_';
            !text[..at].ends_with(is_word) && !text[at + name.len()..].starts_with(is_word)
        })
    };
    let numbered = (2..100).map(|number| format!("{wish}{number}"));
    std::iter::once(wish.to_owned()).chain(numbered).find(|name| !is_used(name)).unwrap_or_else(|| format!("{wish}_"))
}
