//! A release behind the statement that uses an object last.
//!
//! It serves where all that a function does with an object stands in one block: an item of a sequence inside a loop, an
//! argument that is made for one call. One release there covers every way out that follows; those before, as out of a
//! loop that uses the object, have a release of their own.

use tree_sitter::Node;

use super::FunctionContext;
use super::layout::{insert_after, insert_before, statement_at};
use super::pointers::names_of;
use super::release::{leave_after, release_at, release_of, released_name};
use super::statements::{mentions, nodes_of_kind};
use super::ways_out::{is_jump, ways_out};
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};

/// A release right behind the last statement that needs the object, and on the ways out before.
pub(crate) fn release_after_last_use(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let life = Life::of(context, defect, name)?;
    if !is_used_between_only(context, name, life.range()) {
        return None;
    }
    let mut edits = life.releases_on_ways_out(context, defect, name)?;
    if !is_jump(context, life.last) {
        edits.extend(insert_after(context, life.last, &[release_of(context, defect)?]));
    }
    let title = format!("Release `{name}` after its last use");
    Some(Fix { title, applicability: Applicability::Safe, edits })
}

/// From the statement that acquires an object to the one that needs it last, both in one block.
struct Life<'a> {
    block: Node<'a>,
    first: Node<'a>,
    last: Node<'a>,
}

impl<'a> Life<'a> {
    fn of(context: &FunctionContext<'a>, defect: &Defect, name: &str) -> Option<Self> {
        let first = statement_at(context, defect.acquired.range)?;
        if !matches!(context.grammar.kind(first), Kind::ExpressionStatement | Kind::Declaration | Kind::IfStatement) {
            return None;
        }
        let block = first.parent().filter(|parent| context.grammar.kind(*parent) == Kind::CompoundStatement)?;
        let mut statements = named_children(context.grammar, block);
        statements.retain(|statement| statement.start_byte() >= first.start_byte());
        let names = names_of(context, &statements, name)?;
        let uses = |statement: &&Node<'a>| names.iter().any(|name| mentions(context, **statement, name));
        let last = statements.iter().rev().find(uses).copied()?;
        Some(Self { block, first, last })
    }

    fn range(&self) -> TextRange {
        TextRange::new(self.first.start_byte(), self.last.end_byte())
    }

    /// The releases on the ways out behind the acquisition; `None` where one of them needs the object.
    fn releases_on_ways_out(
        &self,
        context: &FunctionContext<'a>,
        defect: &Defect,
        name: &str,
    ) -> Option<Vec<TextEdit>> {
        let mut edits = Vec::new();
        for way_out in ways_out(context, self.block, TextRange::new(self.first.end_byte(), self.last.end_byte())) {
            if mentions(context, way_out, name) {
                return None;
            }
            if !is_without_object(context, way_out, name) {
                let release = [release_at(context, defect, way_out)?];
                edits.extend(match context.grammar.kind(way_out) {
                    Kind::ReturnStatement => leave_after(context, way_out, &release),
                    _ => insert_before(context, way_out, &release),
                });
            }
        }
        Some(edits)
    }
}

/// Whether a variable is named nowhere but where it is declared or made NULL, and between two statements.
fn is_used_between_only(context: &FunctionContext<'_>, name: &str, range: TextRange) -> bool {
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

/// Whether a way out is only taken where the variable is NULL.
fn is_without_object(context: &FunctionContext<'_>, way_out: Node<'_>, name: &str) -> bool {
    let arm = match way_out.parent() {
        Some(block) if context.grammar.kind(block) == Kind::CompoundStatement => block,
        _ => way_out,
    };
    let Some(decision) = arm.parent().filter(|node| context.grammar.kind(*node) == Kind::IfStatement) else {
        return false;
    };
    let is_first = context.grammar.child(decision, |fields| fields.consequence) == Some(arm);
    let condition = context.grammar.child(decision, |fields| fields.condition).map_or("", |node| context.text(node));
    let condition: String = condition.chars().filter(|c| !c.is_whitespace()).collect();
    is_first && [format!("({name}==NULL)"), format!("(!{name})"), format!("(NULL=={name})")].contains(&condition)
}
