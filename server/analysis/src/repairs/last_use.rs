//! A release behind the statement that uses an object last.
//!
//! It serves where all that a function does with an object stands in one block: an item of a sequence inside a loop, an
//! argument that is made for one call. One release there covers every way out that follows.

use numpy_capi_db::{ResultOwnership, symbol};
use tree_sitter::Node;

use super::FunctionContext;
use super::layout::{insert_after, insert_before, statement_at};
use super::release::release_of;
use super::statements::{mentions, nodes_of_kind};
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};

/// How many names that stand for the object's memory are followed.
const NAME_LIMIT: usize = 8;

/// A release right behind the last statement that needs the object.
pub(crate) fn release_after_last_use(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = Some(defect.variable.as_str()).filter(|name| !name.is_empty())?;
    let first = statement_at(context, defect.acquired.range)?;
    if !matches!(context.grammar.kind(first), Kind::ExpressionStatement | Kind::Declaration | Kind::IfStatement) {
        return None;
    }
    let block = Block::of(context, first)?;
    let last = block.last_use(context, name)?;
    if !is_used_between_only(context, name, first, last) {
        return None;
    }
    let edits = release_after(context, name, last, &release_of(context, defect)?)?;
    let title = format!("Release `{name}` after its last use");
    Some(Fix { title, applicability: Applicability::Safe, edits })
}

/// The statements from the one that acquires an object to the end of its block.
struct Block<'a> {
    statements: Vec<Node<'a>>,
}

impl<'a> Block<'a> {
    fn of(context: &FunctionContext<'a>, first: Node<'a>) -> Option<Self> {
        let parent = first.parent().filter(|parent| context.grammar.kind(*parent) == Kind::CompoundStatement)?;
        let statements = named_children(context.grammar, parent);
        let start = statements.iter().position(|statement| *statement == first)?;
        Some(Self { statements: statements.get(start..)?.to_vec() })
    }

    /// The last statement that names the object or what points into it.
    fn last_use(&self, context: &FunctionContext<'a>, name: &str) -> Option<Node<'a>> {
        let mut names = vec![name.to_owned()];
        let mut position = 0;
        while position < names.len() {
            if names.len() > NAME_LIMIT {
                return None;
            }
            for statement in &self.statements {
                for derived in derived_names(context, *statement, &names[position])? {
                    if !names.contains(&derived) {
                        names.push(derived);
                    }
                }
            }
            position += 1;
        }
        let uses = |statement: &&Node<'a>| names.iter().any(|name| mentions(context, **statement, name));
        self.statements.iter().rev().find(uses).copied()
    }
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

/// Whether a variable is named nowhere but where it is declared or made NULL, and between two statements.
fn is_used_between_only(context: &FunctionContext<'_>, name: &str, first: Node<'_>, last: Node<'_>) -> bool {
    let range = TextRange::new(first.start_byte(), last.end_byte());
    nodes_of_kind(context, Kind::Identifier)
        .into_iter()
        .filter(|node| context.text(*node) == name && !range.contains(node.byte_range().into()))
        .all(|node| is_introduction(context, node))
}

/// Whether a name stands in a declaration, or takes NULL.
fn is_introduction(context: &FunctionContext<'_>, name: Node<'_>) -> bool {
    let Some(parent) = name.parent() else { return false };
    match context.grammar.kind(parent) {
        Kind::Declaration | Kind::PointerDeclarator => true,
        Kind::InitDeclarator => context.grammar.child(parent, |fields| fields.value) != Some(name),
        Kind::AssignmentExpression => context
            .grammar
            .child(parent, |fields| fields.right)
            .is_some_and(|right| context.grammar.kind(right) == Kind::Null),
        _ => false,
    }
}

/// The release behind a statement; behind a test that uses the object and leaves, it stands on both ways.
fn release_after(context: &FunctionContext<'_>, name: &str, last: Node<'_>, release: &str) -> Option<Vec<TextEdit>> {
    let lines = [release.to_owned()];
    let leaves = |node: Node<'_>| has_jump(context, node);
    match context.grammar.kind(last) {
        Kind::ExpressionStatement | Kind::Declaration => Some(insert_after(context, last, &lines)),
        _ if !leaves(last) => Some(insert_after(context, last, &lines)),
        Kind::IfStatement => {
            let condition = context.grammar.child(last, |fields| fields.condition)?;
            let consequence = context.grammar.child(last, |fields| fields.consequence)?;
            let has_other = context.grammar.child(last, |fields| fields.alternative).is_some();
            if has_other || mentions(context, consequence, name) {
                return None;
            }
            let mut edits = insert_after(context, last, &lines);
            // What leaves because the object is not there has nothing to release.
            if nodes_with_calls(context, condition, name) {
                let first = match context.grammar.kind(consequence) {
                    Kind::CompoundStatement => named_children(context.grammar, consequence).into_iter().next()?,
                    _ => consequence,
                };
                edits.extend(insert_before(context, first, &lines));
            }
            Some(edits)
        }
        _ => None,
    }
}

/// Whether a call below a node is given the object.
fn nodes_with_calls(context: &FunctionContext<'_>, node: Node<'_>, name: &str) -> bool {
    let is_such_call = context.grammar.kind(node) == Kind::CallExpression && mentions(context, node, name);
    is_such_call
        || named_children(context.grammar, node).into_iter().any(|child| nodes_with_calls(context, child, name))
}

/// Whether a statement can leave the block that it stands in.
fn has_jump(context: &FunctionContext<'_>, node: Node<'_>) -> bool {
    let is_jump = matches!(
        context.grammar.kind(node),
        Kind::ReturnStatement | Kind::GotoStatement | Kind::BreakStatement | Kind::ContinueStatement
    );
    is_jump || named_children(context.grammar, node).into_iter().any(|child| has_jump(context, child))
}
