//! A light scanner over C text: enough to tell code from comments, strings and directives.

use memchr::{memchr2, memchr3, memmem};

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// An identifier or keyword.
    Word,
    /// A number.
    Number,
    /// A string or character literal.
    Literal,
    /// A whole preprocessor directive with its continuation lines, the line end excluded.
    Directive,
    /// A comment.
    Comment,
    /// One byte of punctuation.
    Punctuation(u8),
}

/// A token with its byte range.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

/// The tokens of a text, white space left out. Unclosed comments and strings end with the text or the line.
#[derive(Clone, Debug)]
pub struct Scanner<'a> {
    text: &'a [u8],
    at: usize,
    /// Whether only white space and comments came since the start of the line.
    line_is_blank: bool,
}

/// What some editors put before the first character.
pub(super) const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

impl<'a> Scanner<'a> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'a [u8]) -> Self {
        let byte_order_mark = text.starts_with(BYTE_ORDER_MARK);
        Self { text, at: if byte_order_mark { BYTE_ORDER_MARK.len() } else { 0 }, line_is_blank: true }
    }

    /// Starts in the middle of a line, where a `#` begins no directive.
    pub fn inside_line(text: &'a [u8]) -> Self {
        Self { text, at: 0, line_is_blank: false }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    fn skip_white_space(&mut self) {
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' | b'\r' => self.line_is_blank = true,
                b' ' | b'\t' | 0x0b | 0x0c => {}
                // A continued line is one line.
                b'\\' if self.byte(self.at + 1) == b'\n' => self.at += 1,
                b'\\' if self.byte(self.at + 1) == b'\r' && self.byte(self.at + 2) == b'\n' => self.at += 2,
                b'\\' if self.byte(self.at + 1) == b'\r' => {}
                _ => return,
            }
            self.at += 1;
        }
    }

    fn line_comment_end(&self) -> usize {
        self.logical_line_end(self.at)
    }

    fn block_comment_end(&self) -> usize {
        self.comment_close(self.at + 2)
    }

    fn literal_end(&self, quote: u8) -> usize {
        let mut at = self.at + 1;
        while at < self.text.len() {
            match self.byte(at) {
                b'\\' => at += 1,
                b'\n' => return at,
                byte if byte == quote => return at + 1,
                _ => {}
            }
            at += 1;
        }
        self.text.len()
    }

    /// Where a comment of several lines ends that is open at an offset.
    fn comment_close(&self, from: usize) -> usize {
        let rest = self.text.get(from..).unwrap_or_default();
        memmem::find(rest, b"*/").map_or(self.text.len(), |at| from + at + 2)
    }

    /// The end of a line, its backslash continuations included.
    fn logical_line_end(&self, from: usize) -> usize {
        let mut at = from;
        while let Some(step) = memchr2(b'\n', b'\\', self.text.get(at..).unwrap_or_default()) {
            at += step;
            match (self.byte(at), self.byte(at + 1), self.byte(at + 2)) {
                (b'\n', _, _) => return at,
                (_, b'\n', _) => at += 2,
                (_, b'\r', b'\n') => at += 3,
                _ => at += 1,
            }
        }
        self.text.len()
    }

    /// The end of a directive: its logical line, or where a comment on it begins.
    fn directive_end(&self) -> usize {
        let mut at = self.at;
        while let Some(step) = memchr3(b'\n', b'/', b'\\', self.text.get(at..).unwrap_or_default()) {
            at += step;
            match (self.byte(at), self.byte(at + 1)) {
                (b'\n', _) | (b'/', b'/') => return at,
                (b'/', b'*') => {
                    let end = self.comment_close(at + 2);
                    let spans_lines = self.text.get(at..end).is_some_and(|comment| comment.contains(&b'\n'));
                    if spans_lines {
                        return at;
                    }
                    at = end;
                    continue;
                }
                (b'\\', b'\n') => at += 1,
                (b'\\', b'\r') if self.byte(at + 2) == b'\n' => at += 2,
                _ => {}
            }
            at += 1;
        }
        self.text.len()
    }

    fn run_end(&self, accepts: impl Fn(u8) -> bool) -> usize {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at + rest.iter().position(|&byte| !accepts(byte)).unwrap_or(rest.len())
    }
}

impl Iterator for Scanner<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        self.skip_white_space();
        let start = self.at;
        let byte = *self.text.get(start)?;
        let (kind, end) = match (byte, self.byte(start + 1)) {
            (b'/', b'/') => (TokenKind::Comment, self.line_comment_end()),
            (b'/', b'*') => (TokenKind::Comment, self.block_comment_end()),
            (b'#', _) if self.line_is_blank => (TokenKind::Directive, self.directive_end()),
            (b'"' | b'\'', _) => (TokenKind::Literal, self.literal_end(byte)),
            (b'0'..=b'9', _) => (TokenKind::Number, self.run_end(is_number_byte)),
            _ if is_word_byte(byte) => (TokenKind::Word, self.run_end(is_word_byte)),
            _ => (TokenKind::Punctuation(byte), start + 1),
        };
        self.line_is_blank &= kind == TokenKind::Comment;
        self.at = end.max(start + 1);
        Some(Token { kind, start, end: self.at })
    }
}

/// Whether a byte can be part of an identifier; every byte of a non-ASCII character can.
pub fn is_word_byte(byte: u8) -> bool {
    /// The answer for every byte: no question is asked more often.
    const ANSWERS: [bool; 256] = {
        let mut answers = [false; 256];
        let mut byte = 0;
        while byte < 256 {
            answers[byte] = byte >= 0x80 || byte == b'_' as usize || (byte as u8).is_ascii_alphanumeric();
            byte += 1;
        }
        answers
    };
    ANSWERS[usize::from(byte)]
}

fn is_number_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        Scanner::new(text.as_bytes()).map(|token| (token.kind, &text[token.start..token.end])).collect()
    }

    #[test]
    fn tells_code_from_comments_strings_and_directives() {
        let text = "#define A \\\n  1 // x\nint a = '\\'' + \"/*\"; /* #if */ b";
        let words: Vec<&str> = kinds(text).iter().map(|(_, text)| *text).collect();
        assert_eq!(
            words,
            ["#define A \\\n  1 ", "// x", "int", "a", "=", "'\\''", "+", "\"/*\"", ";", "/* #if */", "b"]
        );
        assert_eq!(kinds(text)[0].0, TokenKind::Directive);
    }

    #[test]
    fn unclosed_things_end_somewhere() {
        assert_eq!(kinds("/* a").len(), 1);
        assert_eq!(kinds("\"a\nb").len(), 2);
    }
}
