//! Rewritings at equal length that `macros.toml` cannot state in a word.

use super::Language;
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

/// Words before a parenthesis that make no call.
const NO_CALLEES: &[&[u8]] = &[
    b"if",
    b"for",
    b"while",
    b"switch",
    b"return",
    b"sizeof",
    b"alignof",
    b"_Alignof",
    b"__alignof__",
    b"typeof",
    b"__typeof__",
    b"typeid",
    b"decltype",
    b"alignas",
    b"_Alignas",
    b"noexcept",
    b"offsetof",
    b"_Generic",
    b"catch",
    b"operator",
    b"defined",
];

/// Words behind which a string is no part of a longer one.
const NO_STRINGS: &[&[u8]] =
    &[b"return", b"case", b"extern", b"else", b"throw", b"operator", b"new", b"const", b"sizeof", b"in", b"goto"];

fn word_of<'a>(source: &'a [u8], token: Option<&Token>) -> &'a [u8] {
    let word = token.filter(|token| token.kind == TokenKind::Word);
    word.and_then(|token| source.get(token.start..token.end)).unwrap_or_default()
}

/// How many tokens of a call are looked at: calls nest, and each looks through all that are in it.
const ARGUMENT_LIMIT: usize = 1024;

/// Types among the arguments of a call, which only a macro can have, read as `0`; `open` is the position of the
/// parenthesis. Declarations and casts have types too, so what stands before the name decides.
pub(super) fn types_in_call(tokens: &[Token], open: usize, source: &[u8], out: &mut [u8]) {
    let callee = word_of(source, open.checked_sub(1).and_then(|at| tokens.get(at)));
    if callee.is_empty() || NO_CALLEES.contains(&callee) || TYPE_WORDS.contains(&callee) {
        return;
    }
    let before = open.checked_sub(2).and_then(|at| tokens.get(at));
    let begins = match before.map(|token| token.kind) {
        Some(TokenKind::Punctuation(byte)) => {
            matches!(byte, b';' | b'{' | b'}' | b'(' | b',' | b'=' | b'!' | b':' | b')')
        }
        Some(TokenKind::Word) => matches!(word_of(source, before), b"return" | b"else" | b"do"),
        Some(TokenKind::Directive) => true,
        _ => false,
    };
    if !begins {
        return;
    }
    let mut argument: Vec<Token> = Vec::new();
    let mut depth = 0_usize;
    for token in tokens.iter().skip(open + 1).take(ARGUMENT_LIMIT) {
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punctuation(b')' | b']' | b'}') if depth > 0 => depth -= 1,
            TokenKind::Punctuation(b',') if depth == 0 => {
                hide_plain_type(source, &argument, out);
                argument.clear();
                continue;
            }
            TokenKind::Punctuation(b')') => {
                hide_plain_type(source, &argument, out);
                return;
            }
            TokenKind::Punctuation(b';' | b']' | b'}') | TokenKind::Directive => return,
            _ => {}
        }
        argument.push(*token);
    }
}

/// Overwrites an argument of words with stars behind them that can only be a type.
fn hide_plain_type(source: &[u8], argument: &[Token], out: &mut [u8]) {
    let words = argument.iter().take_while(|token| token.kind == TokenKind::Word).count();
    let is_plain = words > 0 && argument.iter().skip(words).all(|token| token.kind == TokenKind::Punctuation(b'*'));
    if is_plain {
        hide_type(source, argument.first().copied().zip(argument.last().copied()), 0, out);
    }
}

/// An argument that is left out, as macros allow, goes with its comma.
pub(super) fn empty_argument(tokens: &[Token], comma: usize, out: &mut [u8]) {
    let next = tokens.get(comma + 1).map(|token| token.kind);
    if matches!(next, Some(TokenKind::Punctuation(b',' | b')')))
        && let Some(at) = tokens.get(comma).map(|token| token.start)
    {
        put(out, at, b' ');
    }
}

/// Names of macros with strings beside them read as strings where the grammar wants it: two names before the first
/// string in C, any name in C++. Names are read from the user's text, so that what the macro holds is still found.
pub(super) fn pasted_words(tokens: &[Token], literal: usize, source: &[u8], language: Language, out: &mut [u8]) {
    let is_string = |token: &Token| token.kind == TokenKind::Literal && source.get(token.start) == Some(&b'"');
    let is_part = |token: &Token| token.kind == TokenKind::Word || is_string(token);
    // Each run is done once, at its first string.
    if !tokens.get(literal).is_some_and(is_string) {
        return;
    }
    let first = (0..literal).rev().take_while(|at| tokens.get(*at).is_some_and(is_part)).last().unwrap_or(literal);
    if tokens.iter().take(literal).skip(first).any(is_string) {
        return;
    }
    let opens = first
        .checked_sub(1)
        .and_then(|at| tokens.get(at))
        .is_some_and(|token| matches!(token.kind, TokenKind::Punctuation(b'(' | b',' | b'=' | b'?' | b':' | b')')));
    let run: Vec<&Token> = tokens.iter().skip(first).take_while(|token| is_part(token)).collect();
    let leading = literal - first;
    let has_other = run.iter().any(|token| NO_STRINGS.contains(&word_of(source, Some(token))));
    let are_apart = run.windows(2).all(|pair| matches!(pair, [left, right] if left.end < right.start));
    if !opens || has_other || !are_apart {
        return;
    }
    let is_cpp = language == Language::Cpp;
    for (position, token) in run.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word) {
        let wants = (is_cpp && run.len() > 1) || (position < leading && leading > 1);
        if wants && token.end - token.start > 1 {
            put(out, token.start, b'"');
            put(out, token.end - 1, b'"');
        }
    }
}

/// `static SHARED PyObject *name`: what stands between is an attribute from a macro.
pub(super) fn storage_macro(tokens: &[Token], position: usize, source: &[u8], out: &mut [u8]) {
    if !matches!(word_of(source, tokens.get(position)), b"static" | b"extern") {
        return;
    }
    let Some(middle) = tokens.get(position + 1) else { return };
    let word = word_of(source, Some(middle));
    let is_shouted = word.len() > 2 && word.iter().all(|byte| byte.is_ascii_uppercase() || *byte == b'_');
    let type_name = word_of(source, tokens.get(position + 2));
    let is_type = !type_name.is_empty() && !matches!(type_name, b"const" | b"volatile" | b"restrict" | b"register");
    let has_name = tokens
        .get(position + 3)
        .is_some_and(|token| matches!(token.kind, TokenKind::Word | TokenKind::Punctuation(b'*')));
    if is_shouted && is_type && has_name {
        for byte in out.get_mut(middle.start..middle.end).unwrap_or_default() {
            *byte = b' ';
        }
    }
}
