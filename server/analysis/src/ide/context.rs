//! Where the cursor is: which identifier it touches, and which argument of which call it stands in.

use super::lexer::{Lexer, Token, TokenKind};
use super::reading_start::line_start_outside_comments;
use super::statement::Statement;
use crate::text::TextRange;

/// How far before the cursor the reading starts, in bytes; a call whose name stands farther off is not found.
const REACH_BEFORE: usize = 4096;
/// The same for a table, whose type stands at its beginning.
const REACH_OF_TABLES: usize = 128 * 1024;
/// How far behind the cursor the reading goes on, in bytes.
const REACH_BEHIND: usize = 2048;
/// Words that stand before a parenthesis without calling anything, and end the search for a call.
const STATEMENT_WORDS: [&str; 6] = ["if", "for", "while", "switch", "return", "catch"];
/// Words that stand before a parenthesis and take what is in it as an operand.
const OPERATOR_WORDS: [&str; 6] = ["sizeof", "_Alignof", "alignof", "typeof", "__typeof__", "decltype"];

/// The tokens around a cursor that stands in code.
#[derive(Debug)]
pub(super) struct Context<'text> {
    text: &'text str,
    /// The tokens that lead to the cursor and those of the same statement behind it up to a closing brace, without
    /// comments. What lies in blocks that are closed again is left out.
    tokens: Vec<Token>,
    /// The number of tokens that end before the cursor or at it, the identifier that it touches not counted.
    before: usize,
    /// Whether the tokens belong to a preprocessor line.
    in_directive: bool,
    offset: usize,
}

/// A call and the argument that the cursor stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Call<'text> {
    /// What is called.
    pub name: &'text str,
    /// The position of the argument, from 0.
    pub argument: usize,
    /// The tokens of the argument, as positions for [`Context::tokens`].
    pub first_token: usize,
    /// Behind the last of them.
    pub end_token: usize,
}

impl<'text> Context<'text> {
    /// Reads around a cursor. `None` where it stands in a comment, a string, a character or an include line.
    pub fn at(text: &'text str, offset: usize) -> Option<Self> {
        Self::with_reach(text, offset, REACH_BEFORE)
    }

    fn with_reach(text: &'text str, offset: usize, reach: usize) -> Option<Self> {
        let offset = floor_boundary(text, offset);
        let start = line_start_outside_comments(text, offset, reach);
        let mut lexer = Lexer::new(text, start);
        let mut statement = Statement::default();
        let mut behind = Vec::new();
        for token in &mut lexer {
            if token.hides(offset) {
                return None;
            }
            if token.range.start >= offset || (token.kind == TokenKind::Word && token.range.end >= offset) {
                behind.push(token);
                break;
            }
            statement.push(token, text);
        }
        let in_directive = statement.in_directive();
        let mut tokens = statement.into_tokens();
        let before = tokens.len();
        let ends = |token: &Token| ends_statement(*token) || token.range.start > offset + REACH_BEHIND;
        if !behind.iter().any(ends) {
            behind.extend(lexer.take_while(|token| !ends(token)));
        }
        tokens.extend(behind.into_iter().filter(|token| !matches!(token.kind, TokenKind::Comment { .. })));
        let context = Self { text, tokens, before, in_directive, offset };
        (!context.is_include_line()).then_some(context)
    }

    /// Reads around the string that holds a cursor, as if the cursor stood before it. `None` where it stands in none.
    pub fn at_literal(text: &'text str, offset: usize) -> Option<Self> {
        let offset = floor_boundary(text, offset);
        let start = line_start_outside_comments(text, offset, REACH_BEFORE);
        let mut before = Lexer::new(text, start).take_while(|token| token.range.start < offset);
        let literal = before.find(|token| token.hides(offset))?;
        let is_string = matches!(literal.kind, TokenKind::Literal { .. }) && literal.range.of(text).starts_with('"');
        if is_string { Self::at(text, literal.range.start) } else { None }
    }

    /// The same cursor with a reading that starts farther off.
    pub fn farther(&self) -> Option<Self> {
        Self::with_reach(self.text, self.offset, REACH_OF_TABLES)
    }

    /// The tokens; see [`Call::first_token`].
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The whole text.
    pub fn text(&self) -> &'text str {
        self.text
    }

    /// The text of a token.
    pub fn text_of(&self, token: Token) -> &'text str {
        token.range.of(self.text)
    }

    /// Position of the token that the cursor touches: rather the one behind it than the one before it.
    pub fn touched(&self) -> Option<usize> {
        let touches =
            |&position: &usize| self.tokens.get(position).is_some_and(|token| token.range.touches(self.offset));
        [Some(self.before), self.before.checked_sub(1)].into_iter().flatten().find(touches)
    }

    /// The identifier that the cursor touches.
    pub fn word(&self) -> Option<TextRange> {
        let token = self.tokens.get(self.before)?;
        (token.kind == TokenKind::Word && token.range.touches(self.offset)).then_some(token.range)
    }

    /// Position of the first token behind the cursor, or of the identifier that it touches.
    pub fn word_position(&self) -> usize {
        self.before
    }

    /// Whether a brace is open at the cursor that may hold the values of a struct.
    pub fn is_in_braces(&self) -> bool {
        self.tokens.get(..self.before).unwrap_or_default().iter().any(|token| token.is(b'{'))
    }

    /// Position of the first token of the value at the cursor, in a list of values.
    pub fn value_start(&self) -> usize {
        let before = self.tokens.get(..self.before).unwrap_or_default();
        before.iter().rposition(|token| token.is(b',') || token.is(b'=') || token.is(b'{')).map_or(0, |start| start + 1)
    }

    /// The cursor as a byte offset that the text has.
    pub fn offset(&self) -> usize {
        self.offset
    }

    /// Whether the cursor stands in a number or behind it.
    pub fn touches_number(&self) -> bool {
        let token = self.before.checked_sub(1).and_then(|position| self.tokens.get(position));
        token.is_some_and(|token| token.kind == TokenKind::Number && token.range.touches(self.offset))
    }

    /// Whether the cursor stands where a member is named: behind `.` or `->`, or as `.name =` in an initialiser.
    pub fn names_member(&self) -> bool {
        self.follows_member_operator(self.before)
    }

    /// The innermost call whose argument list holds the cursor. Parentheses and braces that only group are looked
    /// through.
    pub fn call(&self) -> Option<Call<'text>> {
        let mut groups = 0;
        let (mut depth, mut argument, mut first_token) = (0_usize, 0, None);
        for position in (0..self.before).rev() {
            let token = *self.tokens.get(position)?;
            match token.kind {
                TokenKind::Punctuation(b')' | b']' | b'}') => depth += 1,
                TokenKind::Punctuation(b'(' | b'[' | b'{') if depth > 0 => depth -= 1,
                TokenKind::Punctuation(b';') if depth == 0 => return None,
                TokenKind::Punctuation(b',') if depth == 0 => {
                    argument += 1;
                    first_token = first_token.or(Some(position + 1));
                }
                TokenKind::Punctuation(opening @ (b'(' | b'[' | b'{')) => {
                    let callee = if opening == b'(' { self.callee(position) } else { Callee::Group };
                    match callee {
                        Callee::Name(name) => {
                            let first_token = first_token.unwrap_or(position + 1);
                            return Some(Call { name, argument, first_token, end_token: self.argument_end(groups) });
                        }
                        Callee::Group => (groups, argument, first_token) = (groups + 1, 0, None),
                        Callee::Other => return None,
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// What stands before an opening parenthesis.
    fn callee(&self, parenthesis: usize) -> Callee<'text> {
        let Some(position) = parenthesis.checked_sub(1) else {
            return Callee::Group;
        };
        let Some(&token) = self.tokens.get(position).filter(|token| token.kind == TokenKind::Word) else {
            return Callee::Group;
        };
        let name = self.text_of(token);
        if STATEMENT_WORDS.contains(&name) || self.follows_member_operator(position) {
            Callee::Other
        } else if OPERATOR_WORDS.contains(&name) {
            Callee::Group
        } else {
            Callee::Name(name)
        }
    }

    /// Behind the last token of the argument that the cursor stands in, `groups` levels of grouping deep.
    fn argument_end(&self, groups: usize) -> usize {
        let mut depth = groups;
        for (position, &token) in self.tokens.iter().enumerate().skip(self.before) {
            match token.kind {
                TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
                TokenKind::Punctuation(b')' | b']' | b'}' | b',') if depth == 0 => return position,
                TokenKind::Punctuation(b')' | b']' | b'}') => depth -= 1,
                // The list was not closed yet: what comes is the next statement.
                TokenKind::Word if STATEMENT_WORDS.contains(&self.text_of(token)) => return position,
                _ => {}
            }
        }
        self.tokens.len()
    }

    /// Whether a token stands behind `.` or `->`.
    pub fn follows_member_operator(&self, position: usize) -> bool {
        let punctuation_before = |distance: usize| {
            let token = self.tokens.get(position.checked_sub(distance)?)?;
            matches!(token.kind, TokenKind::Punctuation(_)).then_some(*token)
        };
        match (punctuation_before(2), punctuation_before(1)) {
            (_, Some(point)) if point.is(b'.') => true,
            (Some(dash), Some(arrow)) => dash.is(b'-') && arrow.is(b'>') && dash.range.end == arrow.range.start,
            _ => false,
        }
    }

    fn is_include_line(&self) -> bool {
        const INCLUDES: [&str; 4] = ["include", "include_next", "import", "embed"];
        let directive = self.tokens.get(1).map(|&token| self.text_of(token));
        self.in_directive && directive.is_some_and(|directive| INCLUDES.contains(&directive))
    }
}

/// What stands before an opening parenthesis.
enum Callee<'text> {
    /// An identifier that is called.
    Name(&'text str),
    /// Nothing: the parenthesis groups.
    Group,
    /// Something that no database knows.
    Other,
}

/// Whether a token cannot belong to an expression that began before it.
fn ends_statement(token: Token) -> bool {
    match token.kind {
        TokenKind::Punctuation(byte) => matches!(byte, b';' | b'}'),
        TokenKind::DirectiveEnd | TokenKind::DirectiveStart => true,
        _ => false,
    }
}

fn floor_boundary(text: &str, offset: usize) -> usize {
    let offset = offset.min(text.len());
    (0..=offset).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    /// Name, argument position and argument text of the call at the cursor.
    fn call_at(marked: &str) -> Option<(String, usize, String)> {
        let (file, offset) = at_cursor(marked);
        let context = Context::at(file.text(), offset)?;
        let call = context.call()?;
        let tokens = context.tokens().get(call.first_token..call.end_token).unwrap_or_default();
        let texts: Vec<&str> = tokens.iter().map(|&token| context.text_of(token)).collect();
        Some((call.name.to_owned(), call.argument, texts.join(" ")))
    }

    #[test]
    fn finds_call_and_argument() {
        let cases = [
            ("f(a, b + $0c, d)", "f", 1, "b + c"),
            ("f(g(1, 2), $0", "f", 1, ""),
            ("f(g(1, $02), 3)", "g", 1, "2"),
            ("f(a, (b | $0c) | d, e)", "f", 1, "( b | c ) | d"),
            ("f(a, x[i, $0j], e)", "f", 1, "x [ i , j ]"),
            ("f(a, (T){1, $02}, e)", "f", 1, "( T ) { 1 , 2"),
            ("f(a, sizeof($0x), e)", "f", 1, "sizeof ( x )"),
            ("f(a,\n#ifdef X\n b,\n#endif\n c$0)", "f", 2, "c"),
            ("#define M(x) f(x, $0y)\n", "f", 1, "y"),
            ("for (i = 0; i < f(a, $0b); i++)", "f", 1, "b"),
            ("g(a; } void h(void) { f(a, $0b", "f", 1, "b"),
            ("f(a, $0\n    if (b) {", "f", 1, ""),
        ];
        for (marked, name, argument, text) in cases {
            assert_eq!(call_at(marked), Some((name.to_owned(), argument, text.to_owned())), "{marked}");
        }
    }

    #[test]
    fn knows_when_there_is_no_call() {
        for marked in
            ["f(a);$0", "f$0(a)", "if ($0a)", "for (f(a); $0b;)", "x = (a + $0b);", "f(a, b; $0c", "a.f($0)", "\"f($0"]
        {
            assert_eq!(call_at(marked), None, "{marked}");
        }
    }

    #[test]
    fn a_call_that_began_long_before_the_cursor_is_still_found() {
        let marked = format!("/* c */ f(a, /* {} */\n /* d */ $0b)", "long\n".repeat(10_000));
        assert_eq!(call_at(&marked), Some(("f".to_owned(), 1, "b".to_owned())));
    }
}
