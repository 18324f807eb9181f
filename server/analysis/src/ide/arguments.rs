//! The argument lists of a call that may be half typed.

use std::ops::Range;

use super::context::{Call, Context};
use super::lexer::TokenKind;
use crate::text::TextRange;

/// The arguments of a call, each as positions for [`Context::tokens`], in order; the last one as far as it is typed.
pub(super) fn arguments(context: &Context, call: Call) -> Vec<Range<usize>> {
    let tokens = context.tokens();
    let Some(first) = list_start(context, call) else { return Vec::new() };
    let mut found = Vec::new();
    let (mut depth, mut start) = (0_usize, first);
    for (position, token) in tokens.iter().enumerate().skip(first) {
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punctuation(b')' | b']' | b'}') if depth == 0 => {
                found.push(start..position);
                return found;
            }
            TokenKind::Punctuation(b')' | b']' | b'}') => depth -= 1,
            TokenKind::Punctuation(b',') if depth == 0 => {
                found.push(start..position);
                start = position + 1;
            }
            _ => {}
        }
    }
    // The list was not closed yet: the argument at the cursor ends where the context says.
    let end = if found.len() == call.argument { call.end_token } else { tokens.len() };
    found.push(start..end.max(start));
    found
}

/// Position of the first token behind the parenthesis that opens the list.
fn list_start(context: &Context, call: Call) -> Option<usize> {
    let mut depth = 0_usize;
    for position in (0..call.first_token).rev() {
        match context.tokens().get(position)?.kind {
            TokenKind::Punctuation(b')' | b']' | b'}') => depth += 1,
            TokenKind::Punctuation(b'(' | b'[' | b'{') if depth == 0 => return Some(position + 1),
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where the tokens of an argument stand; `None` where there are none.
pub(super) fn text_range(context: &Context, argument: Range<usize>) -> Option<TextRange> {
    let tokens = context.tokens().get(argument)?;
    Some(TextRange::new(tokens.first()?.range.start, tokens.last()?.range.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn texts(marked: &str) -> Vec<String> {
        let (file, offset) = at_cursor(marked);
        let context = Context::at(file.text(), offset).expect("the cursor stands in code");
        let call = context.call().expect("the cursor stands in a call");
        let range =
            |argument| text_range(&context, argument).map_or(String::new(), |range| range.of(file.text()).to_owned());
        arguments(&context, call).into_iter().map(range).collect()
    }

    #[test]
    fn arguments_are_told_apart_whether_the_list_is_closed_or_not() {
        assert_eq!(texts("f(a, g(b, c), (d), {e, f}$0);"), ["a", "g(b, c)", "(d)", "{e, f}"]);
        assert_eq!(texts("f(a, b + $0c, d[1, 2])"), ["a", "b + c", "d[1, 2]"]);
        assert_eq!(texts("f(a, $0"), ["a", ""]);
        assert_eq!(texts("f($0"), [""]);
        assert_eq!(texts("f(a, b$0\n    if (c) {"), ["a", "b"]);
    }
}
