//! Rewritings at equal length that `macros.toml` cannot state in a word.

use super::scan::{Scanner, Token, TokenKind};

/// The words with which a type begins and no expression does.
const TYPE_WORDS: &[&[u8]] = &[
    b"const",
    b"volatile",
    b"struct",
    b"union",
    b"enum",
    b"unsigned",
    b"signed",
    b"char",
    b"short",
    b"int",
    b"long",
    b"float",
    b"double",
    b"void",
    b"bool",
    b"_Bool",
];

/// Types among the arguments of a macro read as `0`: `PyMem_New(char *, n)`.
pub(super) fn type_arguments(source: &[u8], (open, close): (usize, usize), out: &mut [u8]) {
    let Some(list) = source.get(open + 1..close) else { return };
    let mut depth = 0_usize;
    let mut argument: Option<(Token, Token)> = None;
    for token in Scanner::new(list).filter(|token| token.kind != TokenKind::Comment) {
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punctuation(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            TokenKind::Punctuation(b',') if depth == 0 => {
                hide_type(list, argument.take(), open + 1, out);
                continue;
            }
            _ => {}
        }
        argument = Some((argument.map_or(token, |(first, _)| first), token));
    }
    hide_type(list, argument, open + 1, out);
}

/// Overwrites an argument that is a type.
fn hide_type(text: &[u8], argument: Option<(Token, Token)>, offset: usize, out: &mut [u8]) {
    let Some((first, last)) = argument else { return };
    let begins = text.get(first.start..first.end).is_some_and(|word| TYPE_WORDS.contains(&word));
    if !begins && last.kind != TokenKind::Punctuation(b'*') {
        return;
    }
    for byte in out.get_mut(offset + first.start..offset + last.end).unwrap_or_default() {
        if !matches!(*byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    put(out, offset + first.start, b'0');
}

/// `if PyArray_Check(x) {`, where the macro brings the parentheses: they are put into the blanks around it.
pub(super) fn bare_condition(source: &[u8], word: Token, out: &mut [u8]) {
    if !matches!(source.get(word.start..word.end), Some(b"if" | b"while")) {
        return;
    }
    let Some(rest) = source.get(word.end..) else { return };
    let mut tokens = Scanner::new(rest);
    let Some(name) = tokens.next().filter(|token| token.kind == TokenKind::Word) else { return };
    if matches!(rest.get(name.start..name.end), Some(b"constexpr" | b"consteval")) {
        return;
    }
    let mut depth = 0_usize;
    for token in tokens {
        match token.kind {
            TokenKind::Punctuation(b'(') => depth += 1,
            TokenKind::Punctuation(b')') if depth == 1 => {
                let before = word.end + name.start - 1;
                let after = word.end + token.end;
                let is_blank = |at: usize| matches!(source.get(at), Some(b' ' | b'\t'));
                if is_blank(before) && is_blank(after) {
                    put(out, before, b'(');
                    put(out, after, b')');
                }
                return;
            }
            TokenKind::Punctuation(b')') => depth = depth.saturating_sub(1),
            TokenKind::Punctuation(b';' | b'{' | b'}') | TokenKind::Directive => return,
            _ if depth == 0 => return,
            _ => {}
        }
    }
}

fn put(out: &mut [u8], at: usize, byte: u8) {
    if let Some(place) = out.get_mut(at) {
        *place = byte;
    }
}
