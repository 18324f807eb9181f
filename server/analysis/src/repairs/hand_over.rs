//! A reference for a call that takes one over, and a call that takes over the one that is there.

use numpy_capi_db::Format;

use super::FunctionContext;
use super::layout::{insert_before, statement_at};
use super::release::released_name;
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};

/// Takes a reference before a call that steals one.
pub(crate) fn insert_retain(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let macro_name = if defect.may_be_null { "Py_XINCREF" } else { "Py_INCREF" };
    let edits = insert_before(context, statement, &[format!("{macro_name}({name});")]);
    Some(Fix { title: format!("Take a reference to `{name}` first"), applicability: Applicability::Safe, edits })
}

/// "O" becomes "N".
pub(crate) fn hand_over(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let argument = defect.earlier?;
    let node = context.function.body.descendant_for_byte_range(argument.start, argument.end.checked_sub(1)?)?;
    let mut call = node;
    while context.grammar.kind(call) != Kind::ArgumentList {
        call = call.parent()?;
    }
    let arguments = named_children(context.grammar, call);
    let position = arguments.iter().position(|known| TextRange::from(known.byte_range()).contains(argument))?;
    let format = *arguments.iter().take(position).find(|known| context.grammar.kind(**known) == Kind::StringLiteral)?;
    let format_position = arguments.iter().position(|known| *known == format)?;
    let unit = unit_offset(context.text(format), position - format_position - 1)?;
    let at = format.start_byte() + unit;
    let title = "Hand the reference over with \"N\"".to_owned();
    Some(Fix {
        title,
        applicability: Applicability::Safe,
        edits: vec![TextEdit::replace(TextRange::new(at, at + 1), "N")],
    })
}

/// Where in a format literal, quotes included, the "O" of an argument stands.
fn unit_offset(literal: &str, argument: usize) -> Option<usize> {
    let mut taken = 0;
    let mut at = 1;
    while at < literal.len() {
        let rest = literal.get(at..)?;
        match numpy_capi_db::format_unit_at(Format::Build, rest) {
            Some(unit) if !unit.arguments.is_empty() => {
                if taken <= argument && argument < taken + unit.arguments.len() {
                    return (unit.unit == "O").then_some(at);
                }
                taken += unit.arguments.len();
                at += unit.unit.len();
            }
            _ => at += rest.chars().next()?.len_utf8(),
        }
    }
    None
}
