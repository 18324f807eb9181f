//! Every owner has a value before the first jump to the label.

use super::plan::Plan;
use crate::ownership::Owner;
use crate::repairs::FunctionContext;
use crate::repairs::declaration::Declaration;
use crate::repairs::label::CleanUpLabel;
use crate::repairs::layout::{delete_statement, indentation, line_end, replace_statement, statement_at};
use crate::repairs::releases::End;
use crate::repairs::statements::nodes_of_kind;
use crate::syntax::{Kind, Language, named_children};
use crate::text::{TextEdit, TextRange};

impl Plan<'_, '_> {
    /// Every owner has a value before the first jump: it holds nothing where it is declared, or is declared at the top.
    /// `None` where that cannot be had.
    pub(super) fn declarations(&self) -> Option<Vec<TextEdit>> {
        let context = self.context;
        let first_jump = self.first_jump();
        if context.file.language() == Language::Cpp && self.jump_passes_declaration(first_jump) {
            return None;
        }
        let mut edits = Vec::new();
        let mut hoisted = Vec::new();
        for owner in &self.owners {
            let declaration = Declaration::of(context, *owner)?;
            let nothing = nothing(context, owner);
            let is_at_top = declaration.statement.parent() == Some(context.function.body)
                && declaration.statement.start_byte() < first_jump;
            match declaration.value {
                None if is_at_top && is_assigned_before(context, context.name(owner.variable), first_jump) => {}
                None if is_at_top => {
                    edits.push(TextEdit::insert(declaration.name.end_byte(), format!(" = {nothing}")));
                }
                Some(_) if is_at_top => {}
                value => {
                    // One declaration of several variables cannot be taken apart without touching the others.
                    if !declaration.is_alone || !declaration.can_be_moved {
                        return None;
                    }
                    hoisted.push(format!("{} = {nothing};", declaration.head));
                    edits.extend(match value {
                        Some(value) => {
                            let assignment = format!("{} = {};", context.text(declaration.name), context.text(value));
                            replace_statement(context, declaration.statement, &[assignment])
                        }
                        None => delete_statement(context, declaration.statement),
                    });
                }
            }
        }
        edits.extend(self.at_top(&hoisted));
        Some(edits)
    }

    fn first_jump(&self) -> usize {
        let gotos = nodes_of_kind(self.context, Kind::GotoStatement);
        let existing = gotos
            .into_iter()
            .filter(|node| CleanUpLabel::of_jump(self.context, *node) == Some(self.label_name.as_str()));
        let positions =
            existing.map(|node| node.start_byte()).chain(self.routed.iter().map(|exit| exit.statement.start_byte()));
        positions.min().unwrap_or(usize::MAX)
    }

    /// C++ forbids a jump past a declaration with a constructor or an initialiser in the scope of the label.
    fn jump_passes_declaration(&self, first_jump: usize) -> bool {
        named_children(self.context.grammar, self.context.function.body).into_iter().any(|statement| {
            statement.start_byte() > first_jump
                && self.context.grammar.kind(statement) == Kind::Declaration
                && !self.owners.iter().any(|owner| {
                    let variable = &self.context.flow.variables[owner.variable.index()];
                    TextRange::from(statement.byte_range()).contains(variable.range)
                })
        })
    }

    /// Declarations that go to the top of the body.
    fn at_top(&self, lines: &[String]) -> Vec<TextEdit> {
        if lines.is_empty() {
            return Vec::new();
        }
        let context = self.context;
        let Some(first) = named_children(context.grammar, context.function.body).into_iter().next() else {
            return Vec::new();
        };
        let separator = format!("{}{}", line_end(context.file.text()), indentation(context.file, first.start_byte()));
        let text: String = lines.iter().map(|line| format!("{line}{separator}")).collect();
        vec![TextEdit::insert(first.start_byte(), text)]
    }
}

/// The value of an owner that owns nothing.
fn nothing(context: &FunctionContext<'_>, owner: &Owner) -> &'static str {
    let end = End::of(context, owner.variable, owner.released_by);
    if end.is_some_and(|end| end.is_structure) { "{0}" } else { "NULL" }
}

/// Whether a variable has been given a value, on every way, before an offset.
fn is_assigned_before(context: &FunctionContext<'_>, name: &str, offset: usize) -> bool {
    nodes_of_kind(context, Kind::AssignmentExpression).into_iter().any(|assignment| {
        let is_target =
            context.grammar.child(assignment, |fields| fields.left).is_some_and(|left| context.text(left) == name);
        let statement = statement_at(context, assignment.byte_range().into());
        let is_on_every_way = statement.is_some_and(|statement| {
            let is_plain = matches!(context.grammar.kind(statement), Kind::ExpressionStatement | Kind::IfStatement);
            is_plain && statement.parent() == Some(context.function.body)
        });
        is_target && is_on_every_way && assignment.start_byte() < offset
    })
}
