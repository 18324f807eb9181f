//! A new reference in the middle of an expression gets a variable of its own.

use super::FunctionContext;
use super::exits::failing_exit;
use super::layout::{indentation_step, insert_before, replace_statement, statement_at, statement_range};
use super::release::return_type;
use super::statements::unused_name;
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, named_children};
use crate::text::TextRange;

/// Takes a nested new reference out of a call: a variable, a test, the call, a release.
pub(crate) fn take_out(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let nested = defect.acquired.range;
    let statement = statement_at(context, nested)?;
    let text = context.file.text();
    let range = statement_range(context, statement);
    let name = unused_name(context, "item");
    let step = indentation_step(context);
    let leave = failing_exit(context)?;
    let take = [
        format!("PyObject *{name} = {};", nested.of(text)),
        format!("if ({name} == NULL) {{"),
        format!("{step}{leave}"),
        "}".to_owned(),
    ];
    let with_name = |outer: TextRange| {
        let before = TextRange::new(outer.start, nested.start).of(text);
        let after = TextRange::new(nested.end, outer.end).of(text);
        format!("{before}{name}{after}")
    };
    let release = format!("Py_DECREF({name});");
    let edits = match context.grammar.kind(statement) {
        Kind::ExpressionStatement | Kind::Declaration => {
            let mut lines = take.to_vec();
            lines.extend([with_name(range), release]);
            replace_statement(context, statement, &lines)
        }
        Kind::ReturnStatement => {
            let value = named_children(context.grammar, statement).into_iter().next()?;
            let result = unused_name(context, "result");
            let mut lines = take.to_vec();
            let call = with_name(value.byte_range().into());
            lines.extend([format!("{}{result} = {call};", return_type(context)), release, format!("return {result};")]);
            replace_statement(context, statement, &lines)
        }
        Kind::IfStatement => {
            // `if (call(.., new()) < 0)`: the status gets a variable, so that the release comes before the decision.
            let condition = context.grammar.child(statement, |fields| fields.condition)?;
            let comparison = named_children(context.grammar, condition).into_iter().next()?;
            let left = context.grammar.child(comparison, |fields| fields.left)?;
            if !TextRange::from(left.byte_range()).contains(nested)
                || context.grammar.kind(left) != Kind::CallExpression
            {
                return None;
            }
            let status = unused_name(context, "status");
            let mut lines = take.to_vec();
            lines.extend([format!("int {status} = {};", with_name(left.byte_range().into())), release]);
            let mut edits = insert_before(context, statement, &lines);
            edits.push(crate::text::TextEdit::replace(left.byte_range().into(), status));
            edits
        }
        _ => return None,
    };
    let source = defect.acquired.symbol.map_or("result", |symbol| symbol.name);
    Some(Fix {
        title: format!("Keep the new reference of `{source}` in a variable"),
        applicability: Applicability::Safe,
        edits,
    })
}
