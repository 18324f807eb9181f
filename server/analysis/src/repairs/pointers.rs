//! Variables that point into an object.

use numpy_capi_db::{ResultOwnership, symbol};
use tree_sitter::Node;

use super::FunctionContext;
use super::statements::mentions;
use crate::syntax::{Kind, named_children};

/// How many names that stand for the object's memory are followed.
const NAME_LIMIT: usize = 8;

/// The object's own name and those of the variables that statements make point into it; `None` where they are too many,
/// or such a pointer goes where it is not seen.
pub(super) fn names_of(context: &FunctionContext<'_>, statements: &[Node<'_>], name: &str) -> Option<Vec<String>> {
    let mut names = vec![name.to_owned()];
    let mut position = 0;
    while position < names.len() {
        if names.len() > NAME_LIMIT {
            return None;
        }
        for statement in statements {
            for derived in derived_names(context, *statement, &names[position])? {
                if !names.contains(&derived) {
                    names.push(derived);
                }
            }
        }
        position += 1;
    }
    Some(names)
}

/// The variables that a statement makes point into an object; `None` where it puts such a pointer where it is not seen,
/// or takes the address of the variable.
fn derived_names(context: &FunctionContext<'_>, statement: Node<'_>, name: &str) -> Option<Vec<String>> {
    let mut derived = Vec::new();
    let mut open = vec![statement];
    while let Some(node) = open.pop() {
        let grammar = context.grammar;
        let (target, value) = match grammar.kind(node) {
            Kind::AssignmentExpression => {
                (grammar.child(node, |fields| fields.left), grammar.child(node, |fields| fields.right))
            }
            Kind::InitDeclarator => {
                (grammar.child(node, |fields| fields.declarator), grammar.child(node, |fields| fields.value))
            }
            Kind::CallExpression => {
                derived.extend(filled_by(context, node, name)?);
                (None, None)
            }
            _ => (None, None),
        };
        if let (Some(target), Some(value)) = (target, value)
            && points_into(context, value, name)
        {
            let target = context.text(target).trim_start_matches(['*', ' ']);
            if !target.chars().all(|character| character.is_alphanumeric() || character == '_') {
                return None;
            }
            derived.push(target.to_owned());
        }
        open.extend(named_children(grammar, node));
    }
    derived.retain(|known| known != name);
    Some(derived)
}

/// The variables whose addresses a call gets together with an object.
fn filled_by(context: &FunctionContext<'_>, call: Node<'_>, name: &str) -> Option<Vec<String>> {
    let arguments = context.grammar.child(call, |fields| fields.arguments)?;
    let texts: Vec<&str> =
        named_children(context.grammar, arguments).into_iter().map(|node| context.text(node)).collect();
    if !mentions(context, arguments, name) {
        return Some(Vec::new());
    }
    let addresses =
        texts.iter().filter_map(|text| text.rsplit_once('&').map(|(_, variable)| variable.trim().to_owned()));
    let addresses: Vec<String> = addresses.collect();
    (!addresses.iter().any(|address| address == name)).then_some(addresses)
}

/// Whether a value can be a pointer to the object, or into it.
fn points_into(context: &FunctionContext<'_>, value: Node<'_>, name: &str) -> bool {
    let grammar = context.grammar;
    match grammar.kind(value) {
        Kind::Identifier => context.text(value) == name,
        Kind::CallExpression => {
            let callee = grammar.child(value, |fields| fields.function).map_or("", |callee| context.text(callee));
            let is_apart = symbol(callee).is_some_and(|symbol| {
                symbol.returns.ownership == ResultOwnership::New || !symbol.result_type.contains('*')
            });
            !is_apart && mentions(context, value, name)
        }
        Kind::BinaryExpression => {
            let operator = grammar.child(value, |fields| fields.operator).map_or("", |node| context.text(node));
            matches!(operator, "+" | "-")
                && named_children(grammar, value).into_iter().any(|operand| points_into(context, operand, name))
        }
        _ => named_children(grammar, value).into_iter().any(|part| points_into(context, part, name)),
    }
}
