//! A new reference in the middle of an expression gets a variable of its own.

use tree_sitter::Node;

use super::FunctionContext;
use super::exits::failing_exit;
use super::exits::return_type;
use super::layout::{indentation_step, insert_after, insert_before, replace_statement, statement_at, statement_range};
use super::statements::unused_name;
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};

/// Takes a nested new reference out of a call: a variable, a test, the call, a release.
pub(crate) fn take_out(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let nested = defect.acquired.range;
    let statement = statement_at(context, nested)?;
    let text = context.file.text();
    let range = statement_range(context, statement);
    let name = unused_name(context, "item");
    let step = indentation_step(context);
    let leave = failing_exit(context)?;
    let head = [format!("PyObject *{name} = {};", nested.of(text)), format!("if ({name} == NULL) {{")];
    let leave = leave.iter().map(|line| format!("{step}{line}"));
    let take: Vec<String> = head.into_iter().chain(leave).chain(["}".to_owned()]).collect();
    let with_name = |outer: TextRange| {
        let before = TextRange::new(outer.start, nested.start).of(text);
        let after = TextRange::new(nested.end, outer.end).of(text);
        format!("{before}{name}{after}")
    };
    let release = format!("Py_DECREF({name});");
    let edits = match context.grammar.kind(statement) {
        Kind::ExpressionStatement | Kind::Declaration => {
            let mut lines = take.clone();
            // Of a statement that is nothing but the call, only the release is left.
            let is_whole = nested.of(text) == range.of(text).trim_end_matches(';').trim_end();
            lines.extend((!is_whole).then(|| with_name(range)));
            lines.push(release);
            replace_statement(context, statement, &lines)
        }
        Kind::ReturnStatement => {
            let value = named_children(context.grammar, statement).into_iter().next()?;
            let result = unused_name(context, "result");
            let mut lines = take.clone();
            let call = with_name(value.byte_range().into());
            lines.extend([format!("{}{result} = {call};", return_type(context)), release, format!("return {result};")]);
            replace_statement(context, statement, &lines)
        }
        Kind::IfStatement => in_condition(context, statement, nested, &name)?,
        _ => return None,
    };
    let giver = defect.acquired.symbol.map(|symbol| symbol.name).or(defect.giver.as_deref());
    let source = giver.unwrap_or("result");
    Some(Fix {
        title: format!("Keep the new reference of `{source}` in a variable"),
        applicability: Applicability::Safe,
        edits,
    })
}

/// `if (call(.., new()) < 0) { leave }`: the test for NULL joins the condition, and both ways release.
fn in_condition(
    context: &FunctionContext<'_>,
    statement: Node<'_>,
    nested: TextRange,
    name: &str,
) -> Option<Vec<TextEdit>> {
    let text = context.file.text();
    let condition = context.grammar.child(statement, |fields| fields.condition)?;
    let comparison = named_children(context.grammar, condition).into_iter().next()?;
    let left = context.grammar.child(comparison, |fields| fields.left)?;
    let operator = context.text(context.grammar.child(comparison, |fields| fields.operator)?);
    let is_status_test = TextRange::from(left.byte_range()).contains(nested)
        && context.grammar.kind(left) == Kind::CallExpression
        && matches!(operator, "<" | "!=" | "==");
    let consequence = context.grammar.child(statement, |fields| fields.consequence)?;
    let has_else = context.grammar.child(statement, |fields| fields.alternative).is_some();
    if !is_status_test || has_else {
        return None;
    }
    let declaration = format!("PyObject *{name} = {};", nested.of(text));
    let mut edits = insert_before(context, statement, &[declaration]);
    edits.push(TextEdit::insert(comparison.start_byte(), format!("{name} == NULL || ")));
    edits.push(TextEdit::replace(nested, name));
    let first = match context.grammar.kind(consequence) {
        Kind::CompoundStatement => named_children(context.grammar, consequence).into_iter().next()?,
        _ => consequence,
    };
    edits.extend(insert_before(context, first, &[format!("Py_XDECREF({name});")]));
    edits.extend(insert_after(context, statement, &[format!("Py_DECREF({name});")]));
    Some(edits)
}
