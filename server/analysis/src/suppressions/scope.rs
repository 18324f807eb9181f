//! What a comment holds for.

use super::directive::{self, Directive, Scope, Suppression};
use crate::syntax::SourceFile;
use crate::syntax::scan::{Scanner, Token, TokenKind};
use crate::text::TextRange;

/// The comments of a file that silence findings; `bodies` are those of its functions.
pub(super) fn suppressions(file: &SourceFile, bodies: Vec<TextRange>) -> Vec<Suppression> {
    let tokens: Vec<Token> = Scanner::new(file.text().as_bytes()).collect();
    let page = Page { file, tokens, bodies };
    let comments = page.tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Comment);
    comments
        .filter_map(|(position, token)| {
            let comment = TextRange::new(token.start, token.end);
            let directive = directive::read(comment.of(file.text()), comment.start)?;
            Some(page.suppression(position, comment, directive))
        })
        .collect()
}

/// A text as tokens.
struct Page<'a> {
    file: &'a SourceFile,
    tokens: Vec<Token>,
    bodies: Vec<TextRange>,
}

impl Page<'_> {
    fn suppression(&self, position: usize, comment: TextRange, directive: Directive) -> Suppression {
        let (scope, covered) = if directive.is_for_file {
            (Scope::File, TextRange::new(0, self.file.text().len()))
        } else {
            self.reach(position, comment)
        };
        Suppression { comment, scope, covered, selectors: directive.selectors, reason: directive.reason }
    }

    fn reach(&self, position: usize, comment: TextRange) -> (Scope, TextRange) {
        let before = self.code_before(position);
        let behind = self.code_behind(position);
        let is_beside = before.is_some_and(|token| self.line(token.end) == self.line(comment.start))
            || behind.is_some_and(|token| self.line(token.start) == self.line(comment.end));
        let lines = if is_beside { comment } else { self.statement_behind(position).unwrap_or(comment) };
        // Beside code, the line decides what the comment belongs to; else what comes next does.
        let head_line = TextRange::empty(self.line(if is_beside { comment.start } else { lines.start }));
        let body = self.bodies.iter().find(|body| {
            let head = self.head(**body);
            TextRange::new(self.line(head.start), self.line(head.end)).contains(head_line)
        });
        match body {
            Some(body) => (Scope::Function, TextRange::new(comment.start.min(body.start), body.end)),
            None => (Scope::Statement, self.whole_lines(lines)),
        }
    }

    /// What stands before a body and belongs to it, the opening brace included.
    fn head(&self, body: TextRange) -> TextRange {
        let brace = self.tokens.partition_point(|token| token.start < body.start);
        let head = self.tokens.get(..brace).unwrap_or_default().iter().rev();
        let words = head.take_while(|token| !ends_declaration(**token)).filter(|token| is_code(**token));
        let start = words.last().map_or(body.start, |token| token.start);
        TextRange::new(start, body.start)
    }

    /// From the next token up to what ends its statement or opens its block.
    fn statement_behind(&self, position: usize) -> Option<TextRange> {
        let mut code = self.tokens.iter().skip(position + 1).filter(|token| is_code(**token));
        let first = *code.next()?;
        let mut depth = 0_usize;
        let mut last = first;
        for token in std::iter::once(&first).chain(code) {
            last = *token;
            match token.kind {
                TokenKind::Punctuation(b'(') => depth += 1,
                TokenKind::Punctuation(b')') => depth = depth.saturating_sub(1),
                _ if depth == 0 && ends_declaration(*token) => break,
                // What stands in no parentheses opened before cannot end in them.
                TokenKind::Punctuation(b'{' | b'}') => break,
                _ => {}
            }
        }
        Some(TextRange::new(first.start, last.end))
    }

    fn code_before(&self, position: usize) -> Option<&Token> {
        self.tokens.get(..position)?.iter().rev().find(|token| token.kind != TokenKind::Comment)
    }

    fn code_behind(&self, position: usize) -> Option<&Token> {
        self.tokens.get(position + 1..)?.iter().find(|token| token.kind != TokenKind::Comment)
    }

    fn line(&self, offset: usize) -> usize {
        self.file.lines().line(offset)
    }

    fn whole_lines(&self, range: TextRange) -> TextRange {
        let lines = self.file.lines();
        let end = lines.line_end(self.line(range.end), self.file.text());
        TextRange::new(lines.line_start(self.line(range.start)), end)
    }
}

fn is_code(token: Token) -> bool {
    token.kind != TokenKind::Comment
}

fn ends_declaration(token: Token) -> bool {
    matches!(token.kind, TokenKind::Punctuation(b';' | b'{' | b'}') | TokenKind::Directive)
}
