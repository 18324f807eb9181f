//! Statements that are macros nobody has told us about, written without a semicolon.
//!
//! `BEGIN_SOMETHING` on a line of its own makes the grammar read the next statement as a declaration; `EACH(x, list) {`
//! does not parse at all. Both get their semicolon in place of the white space behind them. The second becomes a
//! statement and a block, which the lowering takes for a block that may run or not.

use super::scan::{Scanner, Token, TokenKind};

/// What a pair of braces holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Braces {
    /// Statements.
    Code,
    /// Definitions: a namespace, a class, `extern "C"`.
    Definitions,
    /// Values, enumerators, members.
    Data,
}

/// Words that a statement or definition begins with and that are no macros.
const KEYWORDS: &[&str] = &[
    "if",
    "for",
    "while",
    "switch",
    "return",
    "else",
    "do",
    "case",
    "default",
    "goto",
    "catch",
    "sizeof",
    "struct",
    "union",
    "enum",
    "class",
    "namespace",
    "template",
    "try",
    "throw",
    "new",
    "delete",
    "using",
    "operator",
    "and",
    "or",
    "not",
    "const",
    "noexcept",
    "requires",
    "decltype",
    "alignas",
    "static_assert",
    "constexpr",
];

/// Puts the missing semicolons.
pub(super) fn end_bare_macros(out: &mut [u8]) {
    let source = out.to_vec();
    let tokens: Vec<Token> = Scanner::new(&source).filter(|token| token.kind != TokenKind::Comment).collect();
    let mut braces: Vec<Braces> = Vec::new();
    let mut parentheses = 0_usize;
    let mut before: Option<Token> = None;
    for (position, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Directive => continue,
            TokenKind::Punctuation(b'(' | b'[') => parentheses += 1,
            TokenKind::Punctuation(b')' | b']') => parentheses = parentheses.saturating_sub(1),
            TokenKind::Punctuation(b'{') => {
                let outer = braces.last().copied().unwrap_or(Braces::Definitions);
                braces.push(if parentheses > 0 {
                    Braces::Data
                } else {
                    braces_behind(before, outer, &source, &tokens, position)
                });
            }
            TokenKind::Punctuation(b'}') => {
                braces.pop();
                // A parenthesis that is still open here belongs to half-typed code.
                if braces.is_empty() {
                    parentheses = 0;
                }
            }
            TokenKind::Word if parentheses == 0 && braces.last() == Some(&Braces::Code) => {
                if begins_statement(before, &source)
                    && let Some(end) = bare_macro(&tokens, position, &source)
                {
                    put_semicolon(out, end);
                }
            }
            _ => {}
        }
        before = Some(*token);
    }
}

fn text<'a>(source: &'a [u8], token: &Token) -> &'a str {
    std::str::from_utf8(source.get(token.start..token.end).unwrap_or_default()).unwrap_or_default()
}

/// What the braces hold that open behind a token.
fn braces_behind(before: Option<Token>, outer: Braces, source: &[u8], tokens: &[Token], brace: usize) -> Braces {
    let Some(before) = before else { return Braces::Data };
    match before.kind {
        TokenKind::Punctuation(b')') => Braces::Code,
        TokenKind::Punctuation(b'{' | b'}' | b';' | b':') if outer == Braces::Code => Braces::Code,
        TokenKind::Literal if outer != Braces::Code => Braces::Definitions,
        TokenKind::Word => match text(source, &before) {
            "else" | "do" | "try" | "const" | "noexcept" | "override" | "final" => Braces::Code,
            "namespace" => Braces::Definitions,
            word => {
                let start = tokens.get(brace.saturating_sub(2)).map_or("", |token| text(source, token));
                if matches!(start, "namespace" | "class") {
                    Braces::Definitions
                } else if outer == Braces::Code && is_shouted(word) && !matches!(start, "struct" | "union" | "enum") {
                    Braces::Code
                } else {
                    Braces::Data
                }
            }
        },
        _ => Braces::Data,
    }
}

/// Whether a statement can begin behind a token.
fn begins_statement(before: Option<Token>, source: &[u8]) -> bool {
    before.is_some_and(|before| match before.kind {
        TokenKind::Punctuation(byte) => matches!(byte, b';' | b'{' | b'}' | b':'),
        TokenKind::Word => matches!(text(source, &before), "else" | "do"),
        _ => false,
    })
}

/// Whether a name is written as macros are.
fn is_shouted(word: &str) -> bool {
    word.len() > 2
        && word.bytes().any(|byte| byte.is_ascii_uppercase())
        && word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The end of the macro that begins at a position, where a semicolon belongs behind it.
fn bare_macro(tokens: &[Token], position: usize, source: &[u8]) -> Option<usize> {
    let token = tokens.get(position)?;
    let word = text(source, token);
    if KEYWORDS.contains(&word) {
        return None;
    }
    let close = argument_end(tokens, position + 1);
    let last = tokens.get(close.unwrap_or(position))?;
    let next = tokens.get(close.unwrap_or(position) + 1)?;
    let has_line_end = source.get(last.end..next.start)?.contains(&b'\n');
    let wants_semicolon = match next.kind {
        TokenKind::Punctuation(b'{') => close.is_some() || is_shouted(word),
        TokenKind::Punctuation(b'}') | TokenKind::Word | TokenKind::Directive => has_line_end && is_shouted(word),
        _ => false,
    };
    wants_semicolon.then_some(last.end)
}

/// The position of the parenthesis that closes the argument list at a position, if there is one.
fn argument_end(tokens: &[Token], position: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(position) {
        match token.kind {
            TokenKind::Punctuation(b'(') => depth += 1,
            TokenKind::Punctuation(b')') => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at);
                }
            }
            TokenKind::Punctuation(b';' | b'{' | b'}') => return None,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

fn put_semicolon(out: &mut [u8], at: usize) {
    if let Some(place) = out.get_mut(at).filter(|byte| matches!(**byte, b' ' | b'\t' | b'\r' | b'\n')) {
        *place = b';';
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(text: &str) -> String {
        let mut out = text.as_bytes().to_vec();
        end_bare_macros(&mut out);
        String::from_utf8(out).unwrap_or_default()
    }

    #[test]
    fn a_macro_on_its_own_line_ends_there() {
        assert_eq!(
            ended("void f(void) {\n  INIT(m, 1)\n  if (m) { NEXT\n } }"),
            "void f(void) {\n  INIT(m, 1);  if (m) { NEXT; } }"
        );
    }

    #[test]
    fn a_macro_before_a_block_is_a_statement() {
        assert_eq!(
            ended("void f(void) { EACH(x, y) { g(x); } LOOP { h(); } }"),
            "void f(void) { EACH(x, y);{ g(x); } LOOP;{ h(); } }"
        );
    }

    #[test]
    fn types_values_and_statements_stay() {
        for text in [
            "void f(void) {\n  FILE *file;\n  UINT\n  x = A\n  + B;\n  if (A) { B; }\n}",
            "enum { A(x)\n B(y)\n};",
            "int x[] = { A(1)\n B(2) };",
            "void f(void) { struct S {\n A(x)\n int y; } s; }",
            "NEW(x) { }\nFOO(y)\nint z;",
        ] {
            let expected = if text.contains("UINT") { text.replace("UINT\n", "UINT;") } else { text.to_owned() };
            assert_eq!(ended(text), expected);
        }
    }
}
