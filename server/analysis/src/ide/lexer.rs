//! Tokens of C text that may be half typed.
//!
//! Not the parser: an editor asks about text that does not parse yet, and only about a few lines of it.

use crate::text::TextRange;

/// A piece of C text other than blanks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Where it stands, in byte offsets.
    pub range: TextRange,
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// An identifier or keyword.
    Word,
    /// A number.
    Number,
    /// A string or character; `closed` is false where the line ends before its quote.
    Literal { closed: bool },
    /// A comment; `closed` is false where text typed at its end still belongs to it.
    Comment { closed: bool },
    /// The `#` of a preprocessor line.
    DirectiveStart,
    /// The end of a preprocessor line; empty.
    DirectiveEnd,
    /// One byte of punctuation. Operators of several bytes are several tokens.
    Punctuation(u8),
}

impl Token {
    /// Whether the token is this punctuation.
    pub fn is(self, byte: u8) -> bool {
        self.kind == TokenKind::Punctuation(byte)
    }

    /// Whether a cursor at `offset` is inside a comment or literal, where nothing is code.
    pub fn hides(self, offset: usize) -> bool {
        let (TokenKind::Literal { closed } | TokenKind::Comment { closed }) = self.kind else {
            return false;
        };
        self.range.start < offset && (offset < self.range.end || (!closed && offset == self.range.end))
    }
}

/// Reads tokens from an offset that lies outside comments and literals.
pub(super) struct Lexer<'text> {
    bytes: &'text [u8],
    at: usize,
    at_line_start: bool,
    in_directive: bool,
}

impl<'text> Lexer<'text> {
    /// Starts at the first byte of a line.
    pub fn new(text: &'text str, line_start: usize) -> Self {
        Self { bytes: text.as_bytes(), at: line_start, at_line_start: true, in_directive: false }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    fn starts_with(&self, at: usize, prefix: &[u8]) -> bool {
        self.bytes.get(at..).is_some_and(|rest| rest.starts_with(prefix))
    }

    /// The first offset from `at` whose byte is refused.
    fn skip_while(&self, at: usize, accept: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(at..).unwrap_or_default();
        at + rest.iter().position(|&byte| !accept(byte)).unwrap_or(rest.len())
    }

    /// The offset behind a backslash and the line end after it, where both stand at `at`.
    fn line_joint(&self, at: usize) -> Option<usize> {
        [&b"\\\n"[..], b"\\\r\n"].iter().find(|joint| self.starts_with(at, joint)).map(|joint| at + joint.len())
    }

    /// Skips blanks; returns the end of a preprocessor line where one is met.
    fn skip_blanks(&mut self) -> Option<Token> {
        loop {
            if let Some(after) = self.line_joint(self.at) {
                self.at = after;
                continue;
            }
            match self.byte(self.at) {
                Some(b'\n') => {
                    let end = self.at;
                    self.at += 1;
                    self.at_line_start = true;
                    if let Some(token) = self.end_directive(end) {
                        return Some(token);
                    }
                }
                Some(byte) if byte.is_ascii_whitespace() || byte == 0x0b => self.at += 1,
                Some(_) => return None,
                None => return self.end_directive(self.at),
            }
        }
    }

    fn end_directive(&mut self, at: usize) -> Option<Token> {
        let token = Token { kind: TokenKind::DirectiveEnd, range: TextRange::empty(at) };
        std::mem::take(&mut self.in_directive).then_some(token)
    }

    /// Kind and end of the token at `start`.
    fn read(&self, start: usize, first: u8, at_line_start: bool) -> (TokenKind, usize) {
        match first {
            b'#' if at_line_start => (TokenKind::DirectiveStart, start + 1),
            b'"' | b'\'' => self.literal(start, first),
            b'/' if self.starts_with(start, b"//") => self.line_comment(start),
            b'/' if self.starts_with(start, b"/*") => self.block_comment(start),
            b'0'..=b'9' => (TokenKind::Number, self.number_end(start)),
            _ if is_word_byte(first) => self.word(start),
            _ => (TokenKind::Punctuation(first), start + 1),
        }
    }

    fn literal(&self, start: usize, quote: u8) -> (TokenKind, usize) {
        let mut at = start + 1;
        loop {
            match self.byte(at) {
                Some(b'\\') => at = self.line_joint(at).unwrap_or_else(|| self.escape_end(at)),
                Some(b'\n') | None => return (TokenKind::Literal { closed: false }, at),
                Some(byte) if byte == quote => return (TokenKind::Literal { closed: true }, at + 1),
                Some(_) => at += 1,
            }
        }
    }

    /// The offset behind a backslash and the ASCII character after it, a line end excepted.
    fn escape_end(&self, at: usize) -> usize {
        match self.byte(at + 1) {
            Some(byte) if byte.is_ascii() && byte != b'\n' => at + 2,
            _ => at + 1,
        }
    }

    fn line_comment(&self, start: usize) -> (TokenKind, usize) {
        let mut at = start;
        loop {
            at = self.skip_while(at, |byte| byte != b'\n' && byte != b'\\');
            match self.line_joint(at) {
                Some(after) => at = after,
                None if self.byte(at) == Some(b'\\') => at += 1,
                None => return (TokenKind::Comment { closed: false }, at),
            }
        }
    }

    fn block_comment(&self, start: usize) -> (TokenKind, usize) {
        let rest = self.bytes.get(start + 2..).unwrap_or_default();
        match rest.windows(2).position(|pair| pair == b"*/") {
            Some(at) => (TokenKind::Comment { closed: true }, start + at + 4),
            None => (TokenKind::Comment { closed: false }, self.bytes.len()),
        }
    }

    /// Digits, letters, points, digit separators and signed exponents.
    fn number_end(&self, start: usize) -> usize {
        let is_hexadecimal = self.starts_with(start, b"0x") || self.starts_with(start, b"0X");
        let exponent: &[u8] = if is_hexadecimal { b"pP" } else { b"eE" };
        let mut at = start + 1;
        while let Some(byte) = self.byte(at) {
            let belongs = match byte {
                b'+' | b'-' => self.byte(at - 1).is_some_and(|before| exponent.contains(&before)),
                b'\'' => self.byte(at + 1).is_some_and(is_word_byte),
                _ => byte == b'.' || is_word_byte(byte),
            };
            if !belongs {
                break;
            }
            at += 1;
        }
        at
    }

    fn word(&self, start: usize) -> (TokenKind, usize) {
        let end = self.skip_while(start, is_word_byte);
        let is_raw = matches!(self.bytes.get(start..end), Some(b"R" | b"LR" | b"uR" | b"UR" | b"u8R"));
        let raw_end = if is_raw { self.raw_string_end(end) } else { None };
        raw_end.map_or((TokenKind::Word, end), |end| (TokenKind::Literal { closed: true }, end))
    }

    /// The end of `"tag(…)tag"`, a string without escapes.
    fn raw_string_end(&self, quote: usize) -> Option<usize> {
        const LONGEST_TAG: usize = 16;
        let rest = self.bytes.get(quote..)?.strip_prefix(b"\"")?;
        let tag_length = rest.iter().take(LONGEST_TAG + 1).position(|&byte| byte == b'(')?;
        let tag = rest.get(..tag_length)?;
        let closing: Vec<u8> = [b")", tag, b"\""].concat();
        let at = rest.windows(closing.len()).position(|window| window == closing)?;
        Some(quote + 1 + at + closing.len())
    }
}

impl Iterator for Lexer<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.skip_blanks() {
            return Some(token);
        }
        let start = self.at;
        let (kind, end) = self.read(start, self.byte(start)?, self.at_line_start);
        self.in_directive |= kind == TokenKind::DirectiveStart;
        // A comment before the `#` does not make it an ordinary one.
        self.at_line_start &= matches!(kind, TokenKind::Comment { .. });
        self.at = end;
        Some(Token { kind, range: TextRange::new(start, end) })
    }
}

/// Whether a byte can stand in an identifier; every byte of a non-ASCII character can.
fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        Lexer::new(text, 0).map(|token| token.range.of(text)).collect()
    }

    #[test]
    fn reads_words_numbers_and_literals() {
        let text = "x1 = f(\"a\\\"b\", 'c', 0x1F, 1e-5, 1'000) + é; // end";
        let expected = [
            "x1",
            "=",
            "f",
            "(",
            "\"a\\\"b\"",
            ",",
            "'c'",
            ",",
            "0x1F",
            ",",
            "1e-5",
            ",",
            "1'000",
            ")",
            "+",
            "é",
            ";",
            "// end",
        ];
        assert_eq!(texts(text), expected);
    }

    #[test]
    fn a_quote_that_is_not_closed_ends_with_its_line() {
        assert_eq!(texts("#error don't\nx"), ["#", "error", "don", "'t", "", "x"]);
    }

    #[test]
    fn a_directive_lasts_through_joined_lines() {
        use TokenKind::{DirectiveEnd, DirectiveStart, Word};
        let kinds: Vec<TokenKind> = Lexer::new("#define A \\\n B\nC", 0).map(|token| token.kind).collect();
        assert_eq!(kinds, [DirectiveStart, Word, Word, Word, DirectiveEnd, Word]);
    }

    #[test]
    fn raw_strings_have_no_escapes() {
        assert_eq!(texts("f(R\"x(\\ \" )\" )x\", 1)"), ["f", "(", "R\"x(\\ \" )\" )x\"", ",", "1", ")"]);
    }

    #[test]
    fn hexadecimal_e_is_no_exponent() {
        assert_eq!(texts("0xE+1"), ["0xE", "+", "1"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1000))]

        #[test]
        fn tokens_cover_all_but_blanks_in_order(text in "(/|\\*|\n|\"|'|\\\\|a|é|R\"\\(|\\)|#|1|\r\n| ){0,60}") {
            let mut end = 0;
            for token in Lexer::new(&text, 0) {
                let between = text.get(end..token.range.start);
                prop_assert!(between.is_some_and(|blank| blank.chars().all(|c| c.is_whitespace() || c == '\\')), "{:?}", token);
                prop_assert!(text.get(token.range.start..token.range.end).is_some());
                end = token.range.end;
            }
            prop_assert!(text.get(end..).is_some_and(|rest| rest.chars().all(|c| c.is_whitespace() || c == '\\')));
        }
    }
}
