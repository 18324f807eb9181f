//! Where lines begin, how they are indented, and how statements are put before others in the style of the text.

use tree_sitter::Node;

use super::FunctionContext;
use crate::syntax::{Kind, SourceFile};
use crate::text::{TextEdit, TextRange};

/// The line end that a text uses.
pub(super) fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// The white space that a line begins with.
pub(super) fn indentation(file: &SourceFile, offset: usize) -> &str {
    let start = file.lines().line_start(file.lines().line(offset));
    let line = file.text().get(start..).unwrap_or_default();
    let width = line.len() - line.trim_start_matches([' ', '\t']).len();
    &line[..width]
}

/// One step of indentation, as the function's body shows it.
pub(super) fn indentation_step(context: &FunctionContext<'_>) -> String {
    let outer = indentation(context.file, context.function.body.start_byte());
    let mut cursor = context.function.body.walk();
    let first = context.function.body.named_children(&mut cursor).find(|node| !node.is_extra());
    let inner = first.map_or("    ", |node| indentation(context.file, node.start_byte()));
    match inner.strip_prefix(outer) {
        Some(step) if !step.is_empty() => step.to_owned(),
        _ => "    ".to_owned(),
    }
}

/// Whether nothing but white space stands before an offset on its line.
fn begins_line(file: &SourceFile, offset: usize) -> bool {
    let start = file.lines().line_start(file.lines().line(offset));
    file.text().get(start..offset).is_some_and(|before| before.trim().is_empty())
}

/// The smallest statement that holds a range.
pub(super) fn statement_at<'a>(context: &FunctionContext<'a>, range: TextRange) -> Option<Node<'a>> {
    let mut node = context.function.body.descendant_for_byte_range(range.start, range.end.max(range.start + 1) - 1)?;
    loop {
        if is_statement(context, node) {
            return Some(node);
        }
        if node == context.function.body {
            return None;
        }
        node = node.parent()?;
    }
}

fn is_statement(context: &FunctionContext<'_>, node: Node<'_>) -> bool {
    matches!(
        context.grammar.kind(node),
        Kind::ExpressionStatement
            | Kind::Declaration
            | Kind::ReturnStatement
            | Kind::GotoStatement
            | Kind::BreakStatement
            | Kind::ContinueStatement
            | Kind::IfStatement
            | Kind::WhileStatement
            | Kind::ForStatement
            | Kind::DoStatement
            | Kind::SwitchStatement
    ) && !is_loop_head(context, node)
}

/// Whether a declaration or expression belongs to the head of a `for`.
fn is_loop_head(context: &FunctionContext<'_>, node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| {
        context.grammar.kind(parent) == Kind::ForStatement
            && context.grammar.child(parent, |fields| fields.body) != Some(node)
    })
}

/// Whether a statement is the only one of an `if`, `else` or loop, without braces.
pub(super) fn is_unbraced(context: &FunctionContext<'_>, statement: Node<'_>) -> bool {
    statement.parent().is_some_and(|parent| {
        matches!(
            context.grammar.kind(parent),
            Kind::IfStatement | Kind::ElseClause | Kind::WhileStatement | Kind::ForStatement | Kind::DoStatement
        )
    })
}

/// Replaces a statement by several lines, with braces where it stands alone. Lines carry no indentation.
pub(super) fn replace_statement(context: &FunctionContext<'_>, statement: Node<'_>, lines: &[String]) -> Vec<TextEdit> {
    let file = context.file;
    let end_of_line = line_end(file.text());
    let range = statement_range(context, statement);
    let own = indentation(file, range.start);
    if !is_unbraced(context, statement) {
        let separator = if begins_line(file, range.start) { format!("{end_of_line}{own}") } else { " ".to_owned() };
        return vec![TextEdit::replace(range, lines.join(&separator))];
    }
    if lines.len() == 1 {
        return vec![TextEdit::replace(range, lines[0].clone())];
    }
    let head = statement.parent().map_or(range.start, |parent| parent.start_byte());
    let outer = indentation(file, head);
    let inner =
        if begins_line(file, range.start) { own.to_owned() } else { format!("{outer}{}", indentation_step(context)) };
    let before = file.text().get(..range.start).unwrap_or_default();
    let gap = before.len() - before.trim_end().len();
    let mut text = String::from(" {");
    for line in lines {
        text.push_str(end_of_line);
        text.push_str(&inner);
        text.push_str(line);
    }
    text.push_str(end_of_line);
    text.push_str(outer);
    text.push('}');
    vec![TextEdit::replace(TextRange::new(range.start - gap, range.end), text)]
}

/// Puts lines before a statement.
pub(super) fn insert_before(context: &FunctionContext<'_>, statement: Node<'_>, lines: &[String]) -> Vec<TextEdit> {
    let mut all = lines.to_vec();
    if is_unbraced(context, statement) {
        all.push(statement_range(context, statement).of(context.file.text()).to_owned());
        return replace_statement(context, statement, &all);
    }
    let end_of_line = line_end(context.file.text());
    let start = statement.start_byte();
    let separator = if begins_line(context.file, start) {
        format!("{end_of_line}{}", indentation(context.file, start))
    } else {
        " ".to_owned()
    };
    vec![TextEdit::insert(start, lines.iter().map(|line| format!("{line}{separator}")).collect::<String>())]
}

/// Puts lines behind a statement.
pub(super) fn insert_after(context: &FunctionContext<'_>, statement: Node<'_>, lines: &[String]) -> Vec<TextEdit> {
    let range = statement_range(context, statement);
    if is_unbraced(context, statement) {
        let mut all = vec![range.of(context.file.text()).to_owned()];
        all.extend_from_slice(lines);
        return replace_statement(context, statement, &all);
    }
    let separator = format!("{}{}", line_end(context.file.text()), indentation(context.file, range.start));
    // A comment at the end of the line belongs to the statement.
    let line = context.file.lines().line(range.end);
    let end = context.file.lines().line_end(line, context.file.text()).max(range.end);
    let rest = context.file.text().get(range.end..end).unwrap_or_default().trim_start();
    let at = if rest.is_empty() || rest.starts_with("//") || (rest.starts_with("/*") && rest.ends_with("*/")) {
        end
    } else {
        range.end
    };
    vec![TextEdit::insert(at, lines.iter().map(|line| format!("{separator}{line}")).collect::<String>())]
}

/// Deletes a statement; its whole line where nothing else stands there.
pub(super) fn delete_statement(context: &FunctionContext<'_>, statement: Node<'_>) -> Vec<TextEdit> {
    let range = statement_range(context, statement);
    if is_unbraced(context, statement) {
        return vec![TextEdit::replace(range, ";")];
    }
    let lines = context.file.lines();
    let (first, last) = (lines.line(range.start), lines.line(range.end));
    let rest = context.file.text().get(range.end..lines.line_end(last, context.file.text())).unwrap_or_default();
    if begins_line(context.file, range.start) && rest.trim().is_empty() {
        return vec![TextEdit::delete(TextRange::new(lines.line_start(first), lines.line_start(last + 1)))];
    }
    let spaces = rest.len() - rest.trim_start().len();
    vec![TextEdit::delete(TextRange::new(range.start, range.end + spaces))]
}

/// A statement's range in the user's text. Where the pre-pass put a semicolon over white space, it is not included.
pub(super) fn statement_range(context: &FunctionContext<'_>, statement: Node<'_>) -> TextRange {
    let range = TextRange::from(statement.byte_range());
    let text = range.of(context.file.text());
    TextRange::new(range.start, range.end - (text.len() - text.trim_end().len()))
}
