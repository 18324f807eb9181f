//! Every word of a text.

use crate::syntax::scan::{Scanner, TokenKind};
use crate::text::TextRange;

/// The words of a text, those in directives included, in order.
pub(crate) struct Words<'a> {
    text: &'a str,
    scanners: Vec<(usize, Scanner<'a>)>,
}

impl<'a> Words<'a> {
    /// The words of a text.
    pub(crate) fn of(text: &'a str) -> Self {
        Self { text, scanners: vec![(0, Scanner::new(text.as_bytes()))] }
    }
}

impl<'a> Iterator for Words<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<Self::Item> {
        while let Some((start, scanner)) = self.scanners.last_mut() {
            let start = *start;
            let Some(token) = scanner.next() else {
                self.scanners.pop();
                continue;
            };
            let range = TextRange::new(start + token.start, start + token.end);
            match token.kind {
                TokenKind::Word => return Some(range.of(self.text)),
                TokenKind::Directive => {
                    let inside = TextRange::new(range.start + 1, range.end).of(self.text);
                    self.scanners.push((range.start + 1, Scanner::inside_line(inside.as_bytes())));
                }
                _ => {}
            }
        }
        None
    }
}
