//! Which struct a named member belongs to, where the text shows it.
//!
//! Without types this is a reading of declarations: silent where the nearest one does not settle it.

use numpy_capi_db::{Symbol, symbol};

use super::context::Context;
use super::lexer::{Token, TokenKind};

/// How far before the cursor a declaration is looked for, in bytes.
const REACH: usize = 64 * 1024;
/// Words before a name that do not declare it.
const NO_TYPES: [&str; 4] = ["return", "else", "case", "goto"];

/// The entry of the member that the cursor touches, as in `((PyArrayObject *)x)->nd` or, after `PyArrayObject *x`,
/// `x->nd`. `None` where the struct is not known or has no such entry.
pub(super) fn member(context: &Context) -> Option<&'static Symbol> {
    let name = context.word()?.of(context.text());
    let receiver = receiver_end(context)?;
    let token = *context.tokens().get(receiver)?;
    let owner = match token.kind {
        TokenKind::Word if !context.follows_member_operator(receiver) => declared_type(context, token),
        TokenKind::Punctuation(b')') => cast_type(context, receiver),
        _ => None,
    };
    symbol(&format!("{}.{name}", owner?))
}

/// Position of the last token of what stands before `.` or `->`.
fn receiver_end(context: &Context) -> Option<usize> {
    let before = context.word_position();
    let is_point = context.tokens().get(before.checked_sub(1)?)?.is(b'.');
    before.checked_sub(if is_point { 2 } else { 3 })
}

/// The `T` of `((T *)x)`, whose closing parenthesis is given.
fn cast_type<'text>(context: &Context<'text>, closing: usize) -> Option<&'text str> {
    let opening = matching_parenthesis(context.tokens(), closing)?;
    let cast = context.tokens().get(opening + 1..opening + 3)?;
    match cast {
        [inner, name] if inner.is(b'(') && name.kind == TokenKind::Word => Some(context.text_of(*name)),
        _ => None,
    }
}

fn matching_parenthesis(tokens: &[Token], closing: usize) -> Option<usize> {
    let mut depth = 0_usize;
    (0..=closing).rev().find(|&position| {
        let token = tokens.get(position);
        if token.is_some_and(|token| token.is(b')')) {
            depth += 1;
        } else if token.is_some_and(|token| token.is(b'(')) {
            depth -= 1;
        }
        depth == 0
    })
}

/// How an occurrence of a name uses it.
enum Occurrence<'text> {
    /// As the declaration of a variable of this type.
    Declaration(&'text str),
    /// As the declaration of a variable whose type stands farther off.
    Declarator,
    /// Not as a declaration.
    Use,
}

/// The type in the nearest text before a variable that looks like its declaration.
fn declared_type<'text>(context: &Context<'text>, variable: Token) -> Option<&'text str> {
    let text = context.text();
    let end = variable.range.start;
    let start = (0..=end.saturating_sub(REACH)).rev().find(|&at| text.is_char_boundary(at))?;
    let before = text.get(start..end)?;
    let name = variable.range.of(text);
    for (at, _) in before.rmatch_indices(name) {
        match occurrence(before, at, name) {
            Occurrence::Declaration(type_name) => return Some(type_name),
            Occurrence::Declarator => return None,
            Occurrence::Use => {}
        }
    }
    None
}

fn occurrence<'text>(text: &'text str, at: usize, name: &str) -> Occurrence<'text> {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + name.len()..).unwrap_or_default();
    if before.ends_with(is_word_character) || after.starts_with(is_word_character) {
        return Occurrence::Use;
    }
    let head = before.trim_end();
    let type_end = head.trim_end_matches(['*', ' ']);
    let type_start = type_end.trim_end_matches(is_word_character).len();
    match type_end.get(type_start..).unwrap_or_default() {
        "" if type_end.len() < head.len() => Occurrence::Declarator,
        "" => Occurrence::Use,
        word if NO_TYPES.contains(&word) => Occurrence::Use,
        word => Occurrence::Declaration(word),
    }
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn member_at(marked: &str) -> Option<&'static str> {
        let (file, offset) = at_cursor(marked);
        member(&Context::at(file.text(), offset)?).map(|symbol| symbol.name)
    }

    #[test]
    fn finds_the_struct_where_the_text_shows_it() {
        for marked in [
            "PyArrayObject *arr; x = arr->n$0d;",
            "void f(PyArrayObject* arr) { if (arr) { return arr->nd$0; } }",
            "x = ((PyArrayObject *)obj)->$0nd;",
            "PyArrayObject *arr = g(arr_in); arr = h(arr); n = arr -> nd$0",
            "PyArrayObject arr; x = arr.nd$0;",
        ] {
            assert_eq!(member_at(marked), Some("PyArrayObject.nd"), "{marked}");
        }
    }

    #[test]
    fn is_silent_where_it_does_not() {
        for marked in [
            "x = arr->nd$0;",
            "PyArrayObject *arr; } void g(Mine *arr) { arr->nd$0",
            "PyArrayObject *arr; } void g(void) { Mine *x, *arr; arr->nd$0",
            "PyArrayObject *arr; x = arr->mine$0;",
            "PyArrayObject *arr; x = y->arr->nd$0;",
            "PyArrayObject *arr; x = f(arr)->nd$0;",
            "->nd$0",
        ] {
            assert_eq!(member_at(marked), None, "{marked}");
        }
    }
}
