//! The tokens that lead to a cursor.

use super::lexer::{Token, TokenKind};

/// Collects tokens and forgets those that no longer matter: finished statements, closed blocks, preprocessor lines that
/// have ended. What stays is the way from the file level down to the last token.
#[derive(Debug, Default)]
pub(super) struct Statement {
    tokens: Vec<Token>,
    /// The brackets that are open, as positions in `tokens`.
    open: Vec<usize>,
    /// Inside a preprocessor line: how many tokens and open brackets there were before it.
    directive: Option<(usize, usize)>,
}

impl Statement {
    /// Takes the next token of `text`; comments are left out.
    pub fn push(&mut self, token: Token, text: &str) {
        match token.kind {
            TokenKind::Comment { .. } => return,
            TokenKind::DirectiveStart => self.directive = Some((self.tokens.len(), self.open.len())),
            TokenKind::DirectiveEnd => return self.end_directive(),
            TokenKind::Punctuation(b'(' | b'[' | b'{') => self.open.push(self.tokens.len()),
            TokenKind::Punctuation(closing @ (b')' | b']')) => self.close(closing),
            TokenKind::Punctuation(b'}') if !self.close_block() => return,
            TokenKind::Punctuation(b';') if !self.is_in_loop_head(text) => return self.end_statement(),
            _ => {}
        }
        self.tokens.push(token);
    }

    /// Whether the last token belongs to a preprocessor line.
    pub fn in_directive(&self) -> bool {
        self.directive.is_some()
    }

    /// The tokens that matter at the end; those of its line where that is a preprocessor line.
    pub fn into_tokens(mut self) -> Vec<Token> {
        let (first, _) = self.floor();
        self.tokens.split_off(first)
    }

    /// Tokens and open brackets that do not belong to the text at hand.
    fn floor(&self) -> (usize, usize) {
        self.directive.unwrap_or_default()
    }

    /// Position and byte of the innermost open bracket.
    fn innermost(&self) -> Option<(usize, u8)> {
        let position = *self.open.get(self.floor().1..)?.last()?;
        match self.tokens.get(position)?.kind {
            TokenKind::Punctuation(byte) => Some((position, byte)),
            _ => None,
        }
    }

    fn close(&mut self, closing: u8) {
        let opening = if closing == b')' { b'(' } else { b'[' };
        if self.innermost().is_some_and(|(_, byte)| byte == opening) {
            self.open.pop();
        }
    }

    /// Closes the innermost brace together with the brackets that were left open in it. Whether the brace is a part of
    /// an expression, whose tokens stay.
    fn close_block(&mut self) -> bool {
        self.drop_unclosed();
        if self.innermost().is_some() {
            self.open.pop();
        }
        let is_operand = self.innermost().is_some_and(|(_, byte)| byte != b'{');
        if !is_operand {
            self.end_statement();
        }
        is_operand
    }

    fn end_statement(&mut self) {
        self.drop_unclosed();
        let keep = self.innermost().map_or(self.floor().0, |(position, _)| position + 1);
        self.tokens.truncate(keep);
    }

    /// Forgets the parentheses that were not closed although their block or statement has ended.
    fn drop_unclosed(&mut self) {
        while self.innermost().is_some_and(|(_, byte)| byte != b'{') {
            self.open.pop();
        }
    }

    fn end_directive(&mut self) {
        if let Some((tokens, open)) = self.directive.take() {
            self.tokens.truncate(tokens);
            self.open.truncate(open);
        }
    }

    /// Whether the innermost parenthesis is that of a `for`.
    fn is_in_loop_head(&self, text: &str) -> bool {
        let Some((position, b'(')) = self.innermost() else {
            return false;
        };
        let before = position.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_some_and(|token| token.range.of(text) == "for")
    }
}
