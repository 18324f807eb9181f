//! Statements that are macros nobody has told us about, written without a semicolon.
//!
//! `BEGIN_SOMETHING` on a line of its own makes the grammar read the next statement as a declaration; `EACH(x, list) {`
//! does not parse at all. Both get their semicolon in place of the white space behind them. The second becomes a
//! statement and a block, which the lowering takes for a block that may run or not.

use std::collections::HashMap;

use super::Language;
use super::prepass::Prepared;
use super::rewrites::{empty_argument, pasted_words, storage_macro, types_in_call};
use super::scan::{Scanner, Token, TokenKind};
use crate::fingerprint::BuildFingerprint;
use crate::text::TextRange;

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
const KEYWORDS: &[&[u8]] = &[
    b"if",
    b"for",
    b"while",
    b"switch",
    b"return",
    b"else",
    b"do",
    b"case",
    b"default",
    b"goto",
    b"catch",
    b"sizeof",
    b"struct",
    b"union",
    b"enum",
    b"class",
    b"namespace",
    b"template",
    b"try",
    b"throw",
    b"new",
    b"delete",
    b"using",
    b"operator",
    b"and",
    b"or",
    b"not",
    b"const",
    b"noexcept",
    b"requires",
    b"decltype",
    b"alignas",
    b"static_assert",
    b"constexpr",
];

/// Statements that a macro may stand for, as in `#define GOBACK goto`.
const ALIASED: &[&[u8]] = &[b"goto", b"return", b"break", b"continue"];

/// Words that begin a statement and never follow a type.
const STATEMENT_WORDS: &[&[u8]] =
    &[b"if", b"for", b"while", b"do", b"switch", b"return", b"goto", b"break", b"continue"];

/// What stands where no word does.
const NO_WORD: &[u8] = b"";

/// Puts the missing semicolons, and rewrites what else upsets the grammar inside bodies; `whole` is what is read of the
/// text that this is a stretch of. Gives the ends of braces behind which no bracket is open.
pub(super) fn end_bare_macros(out: &mut [u8], language: Language, whole: Option<&Prepared>) -> Vec<usize> {
    let source = out.to_vec();
    let mut rests = Vec::new();
    let tokens: Vec<Token> = Scanner::new(&source).filter(|token| token.kind != TokenKind::Comment).collect();
    let mut walk = Walk::new(&source, &tokens, whole);
    let mut before: Option<Token> = None;
    for (position, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Directive {
            continue;
        }
        let begins = walk.begins_statement(before);
        walk.brackets(position, *token, before);
        if walk.braces.last() == Some(&Braces::Code) {
            if token.kind == TokenKind::Word && begins && walk.heads.is_empty() {
                if let Some(end) = walk.bare_macro(position) {
                    put_semicolon(out, end);
                    walk.ended = Some(end);
                }
                if walk.has_aliases {
                    walk.write_alias(*token, out);
                }
            }
            inside_body(&tokens, position, &source, language, out);
        }
        if token.kind == TokenKind::Punctuation(b'}') && walk.braces.is_empty() {
            rests.push(token.end);
        }
        before = Some(*token);
    }
    rests
}

/// What the file says of a name that it defines.
#[derive(Clone, Copy)]
enum Definition<'a> {
    /// A macro with parameters.
    Call,
    /// A macro that stands for one word.
    Word(&'a [u8]),
}

/// What is known at one place of the text.
struct Walk<'a> {
    source: &'a [u8],
    tokens: &'a [Token],
    defined: HashMap<&'a [u8], Definition<'a>, BuildFingerprint>,
    /// Whether a macro of the file stands for the keyword of a statement.
    has_aliases: bool,
    braces: Vec<Braces>,
    /// The open parentheses and brackets; whether each belongs to the head of a statement.
    heads: Vec<bool>,
    /// Whether the token before closes the head of a statement.
    closes_head: bool,
    /// Where the last macro ended that got a semicolon.
    ended: Option<usize>,
}

impl<'a> Walk<'a> {
    fn new(source: &'a [u8], tokens: &'a [Token], whole: Option<&'a Prepared>) -> Self {
        let defined: HashMap<_, _, BuildFingerprint> = if let Some(whole) = whole {
            let read = |directive: &TextRange| whole.text.get(directive.start..directive.end);
            whole.directives.iter().filter_map(read).filter_map(definition).collect()
        } else {
            let directives = tokens.iter().filter(|token| token.kind == TokenKind::Directive);
            directives.filter_map(|token| definition(text(source, token))).collect()
        };
        let is_alias = |known: &Definition<'_>| matches!(known, Definition::Word(keyword) if ALIASED.contains(keyword));
        let has_aliases = defined.values().any(is_alias);
        Self {
            source,
            tokens,
            defined,
            has_aliases,
            braces: Vec::new(),
            heads: Vec::new(),
            closes_head: false,
            ended: None,
        }
    }

    /// Whether a statement can begin behind the token before.
    fn begins_statement(&self, before: Option<Token>) -> bool {
        let Some(before) = before else { return false };
        self.closes_head
            || self.ended == Some(before.end)
            || match before.kind {
                TokenKind::Punctuation(byte) => matches!(byte, b';' | b'{' | b'}' | b':'),
                TokenKind::Word => matches!(text(self.source, &before), b"else" | b"do"),
                _ => false,
            }
    }

    /// Keeps account of the brackets that are open.
    fn brackets(&mut self, position: usize, token: Token, before: Option<Token>) {
        self.closes_head = false;
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[') => {
                let word = before.filter(|before| before.kind == TokenKind::Word);
                let word = word.map_or(NO_WORD, |before| text(self.source, &before));
                self.heads.push(matches!(word, b"if" | b"for" | b"while" | b"switch"));
            }
            TokenKind::Punctuation(b')' | b']') => self.closes_head = self.heads.pop() == Some(true),
            TokenKind::Punctuation(b'{') => {
                let outer = self.braces.last().copied().unwrap_or(Braces::Definitions);
                self.braces.push(if self.heads.is_empty() {
                    braces_behind(before, outer, self.source, self.tokens, position)
                } else {
                    Braces::Data
                });
            }
            TokenKind::Punctuation(b'}') => {
                self.braces.pop();
                // A parenthesis that is still open here belongs to half-typed code.
                if self.braces.is_empty() {
                    self.heads.clear();
                }
            }
            _ => {}
        }
    }

    /// The end of the macro that begins at a position, where a semicolon belongs behind it.
    fn bare_macro(&self, position: usize) -> Option<usize> {
        let token = self.tokens.get(position)?;
        let word = text(self.source, token);
        if KEYWORDS.contains(&word) {
            return None;
        }
        let close = argument_end(self.tokens, position + 1);
        let last = self.tokens.get(close.unwrap_or(position))?;
        let next = self.tokens.get(close.unwrap_or(position) + 1)?;
        let has_line_end = self.source.get(last.end..next.start)?.contains(&b'\n');
        let is_own = close.is_some() && matches!(self.defined.get(word), Some(Definition::Call));
        let is_macro = is_own || is_shouted(word);
        let wants_semicolon = match next.kind {
            TokenKind::Punctuation(b'{') => close.is_some() || is_shouted(word),
            TokenKind::Word if !has_line_end => is_shouted(word) && close.is_none() && self.begins_code(position + 1),
            TokenKind::Punctuation(b'}') | TokenKind::Word | TokenKind::Directive => has_line_end && is_macro,
            TokenKind::Punctuation(b'*') => has_line_end && is_macro && close.is_some(),
            _ => false,
        };
        wants_semicolon.then_some(last.end)
    }

    /// Whether a word cannot be the name that a declaration gives to something: `FOR sum += x;`, `FOR if (x) {`.
    fn begins_code(&self, position: usize) -> bool {
        let word = self.tokens.get(position).map_or(NO_WORD, |token| text(self.source, token));
        let next = self.tokens.get(position + 1).map(|token| token.kind);
        STATEMENT_WORDS.contains(&word)
            || matches!(next, Some(TokenKind::Punctuation(b'+' | b'-' | b'.' | b'|' | b'/' | b'%' | b'^')))
    }

    /// Writes out a macro that stands for the keyword of a statement.
    fn write_alias(&self, token: Token, out: &mut [u8]) {
        let Some(Definition::Word(keyword)) = self.defined.get(text(self.source, &token)) else { return };
        if !ALIASED.contains(keyword) || keyword.len() > token.end - token.start {
            return;
        }
        let Some(place) = out.get_mut(token.start..token.end) else { return };
        place.fill(b' ');
        for (byte, letter) in place.iter_mut().zip(*keyword) {
            *byte = *letter;
        }
    }
}

/// What a directive defines.
fn definition(directive: &[u8]) -> Option<(&[u8], Definition<'_>)> {
    let rest = directive.strip_prefix(b"#")?.trim_ascii_start().strip_prefix(b"define")?.trim_ascii_start();
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let end = rest.iter().position(|byte| !is_part(byte)).unwrap_or(rest.len());
    let (name, body) = rest.split_at(end);
    let definition = if body.starts_with(b"(") { Definition::Call } else { Definition::Word(body.trim_ascii()) };
    Some((name, definition))
}

/// What is rewritten wherever it stands in a body.
fn inside_body(tokens: &[Token], position: usize, source: &[u8], language: Language, out: &mut [u8]) {
    match tokens.get(position).map(|token| token.kind) {
        Some(TokenKind::Punctuation(b'(')) => types_in_call(tokens, position, source, out),
        Some(TokenKind::Punctuation(b',')) => empty_argument(tokens, position, out),
        Some(TokenKind::Literal) => pasted_words(tokens, position, source, language, out),
        Some(TokenKind::Word) => storage_macro(tokens, position, source, out),
        _ => {}
    }
}

fn text<'a>(source: &'a [u8], token: &Token) -> &'a [u8] {
    source.get(token.start..token.end).unwrap_or_default()
}

/// What the braces hold that open behind a token.
fn braces_behind(before: Option<Token>, outer: Braces, source: &[u8], tokens: &[Token], brace: usize) -> Braces {
    let Some(before) = before else { return Braces::Data };
    match before.kind {
        TokenKind::Punctuation(b')') => Braces::Code,
        TokenKind::Punctuation(b'{' | b'}' | b';' | b':') if outer == Braces::Code => Braces::Code,
        TokenKind::Literal if outer != Braces::Code => Braces::Definitions,
        TokenKind::Word => match text(source, &before) {
            b"else" | b"do" | b"try" | b"const" | b"noexcept" | b"override" | b"final" => Braces::Code,
            b"namespace" => Braces::Definitions,
            word => {
                let start = tokens.get(brace.saturating_sub(2)).map_or(NO_WORD, |token| text(source, token));
                if matches!(start, b"namespace" | b"class") {
                    Braces::Definitions
                } else if outer == Braces::Code && is_shouted(word) && !matches!(start, b"struct" | b"union" | b"enum")
                {
                    Braces::Code
                } else {
                    Braces::Data
                }
            }
        },
        _ => Braces::Data,
    }
}

/// Whether a name is written as macros are.
fn is_shouted(word: &[u8]) -> bool {
    word.len() > 2
        && word.iter().any(u8::is_ascii_uppercase)
        && word.iter().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'_')
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
        end_bare_macros(&mut out, Language::C, None);
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
    fn macros_of_the_file_end_whatever_their_name() {
        assert_eq!(
            ended("#define pm(a) a\nvoid f(void) {\n  pm(1)\n  pm(2)\n  if (x)\n    pm(3)\n  else\n    *x = 1; }"),
            "#define pm(a) a\nvoid f(void) {\n  pm(1);  pm(2);  if (x)\n    pm(3);  else\n    *x = 1; }"
        );
    }

    #[test]
    fn a_macro_before_a_statement_on_its_line_ends_there() {
        assert_eq!(
            ended("void f(void) { EACH sum += x; EACH if (x) { y(); } UINT z = 1; }"),
            "void f(void) { EACH;sum += x; EACH;if (x) { y(); } UINT z = 1; }"
        );
    }

    #[test]
    fn a_macro_may_stand_for_a_keyword() {
        assert_eq!(
            ended("#define GOBACK goto\nvoid f(void) { GOBACK L1; L1: ; }"),
            "#define GOBACK goto\nvoid f(void) { goto   L1; L1: ; }"
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
