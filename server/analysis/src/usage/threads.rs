//! Where a function runs without the GIL, as far as the text alone proves it.
//!
//! A region is a block between `Py_BEGIN_ALLOW_THREADS` and its end, or the statements of one block from a
//! `NPY_BEGIN_THREADS` or `PyEval_SaveThread()` to the first that may take the GIL again. Behind anything that may have
//! taken it, nothing is claimed.

use std::ops::Range;

use numpy_capi_db::{MacroSyntax, Reads, macro_syntax, symbol};
use tree_sitter::Node;

use super::{Scope, Usage};
use crate::syntax::scan::{Scanner, Token, TokenKind};
use crate::syntax::{Kind, Language};
use crate::text::TextRange;

/// What a function does with the GIL.
#[derive(Debug, Default)]
pub(crate) struct Threads<'a> {
    /// The stretches without the GIL, in the order of the text.
    pub regions: Vec<Region<'a>>,
    events: Vec<Event>,
}

/// A stretch without the GIL.
#[derive(Clone, Debug)]
pub(crate) struct Region<'a> {
    /// The macro or function that opens it.
    pub opened_by: &'a str,
    /// Where that stands.
    pub opened: TextRange,
    /// What runs without the GIL.
    pub range: Range<usize>,
    /// Whether it is a block of its own, which only its end leaves with the GIL.
    pub is_block: bool,
    /// The local variable that keeps the thread state of `PyEval_SaveThread`; empty otherwise.
    pub state: &'a str,
}

/// A place at which the GIL changes hands.
#[derive(Clone, Copy, Debug)]
struct Event {
    at: usize,
    /// Whether it is surely released; otherwise it is taken, or nobody knows.
    is_release: bool,
}

impl<'a> Threads<'a> {
    /// Reads the regions of a function.
    pub(crate) fn of(scope: Scope<'a, '_>, usage: &Usage<'a>, function: TextRange) -> Self {
        let opens = |name: &&super::Name<'a>| opening(name.symbol.name).is_some();
        if usage.macro_blocks.is_empty() && !usage.names.iter().any(|name| opens(&name)) {
            return Self::default();
        }
        let mut threads = Self { regions: Vec::new(), events: events(scope, function) };
        for block in &usage.macro_blocks {
            threads.regions.extend(of_block(scope, *block));
        }
        for name in usage.names.iter().filter(opens) {
            let region = threads.of_statement(scope, name.node);
            threads.regions.extend(region);
        }
        threads.regions.sort_by_key(|region| region.range.start);
        threads
    }

    /// A stretch that runs without the GIL as a whole.
    pub(crate) fn throughout(scope: Scope<'a, '_>, stretch: TextRange) -> Self {
        let range = stretch.start..stretch.end;
        let opened = TextRange::empty(stretch.start);
        let region = Region { opened_by: "", opened, range, is_block: true, state: "" };
        Self { regions: vec![region], events: events(scope, stretch) }
    }

    /// The innermost region in which an offset surely has no GIL.
    pub(crate) fn region_at(&self, offset: usize) -> Option<&Region<'a>> {
        let region = self.regions.iter().rev().find(|region| region.range.contains(&offset))?;
        let between = self.events.iter().rev().find(|event| event.at < offset && region.range.contains(&event.at));
        between.is_none_or(|event| event.is_release).then_some(region)
    }

    /// Whether something behind an offset may take the GIL.
    pub(crate) fn may_acquire_after(&self, offset: usize) -> bool {
        self.events.iter().any(|event| event.at >= offset && !event.is_release)
    }

    /// The statements behind `NPY_BEGIN_THREADS;`, up to the first that may take the GIL.
    fn of_statement(&self, scope: Scope<'a, '_>, node: Node<'a>) -> Option<Region<'a>> {
        let mut statement = node;
        let mut state = "";
        loop {
            let parent = statement.parent()?;
            match scope.kind(parent) {
                Kind::CompoundStatement => break,
                Kind::CallExpression | Kind::ExpressionStatement | Kind::Declaration => {}
                Kind::AssignmentExpression | Kind::InitDeclarator => {
                    let target = parent.named_child(0)?;
                    let name = scope.text(target).trim_start_matches(['*', ' ']);
                    // A thread state that is kept elsewhere may be restored elsewhere.
                    let is_local = scope.function?.variables.iter().any(|known| known.name == name && !known.is_static);
                    state = is_local.then_some(name)?;
                }
                _ => return None,
            }
            statement = parent;
        }
        let name = scope.text(node);
        if name == "PyEval_SaveThread" && state.is_empty() {
            return None;
        }
        let start = statement.end_byte();
        let mut end = statement.parent()?.end_byte();
        let mut next = statement.next_named_sibling();
        while let Some(sibling) = next {
            let inside = sibling.byte_range();
            if self.events.iter().any(|event| !event.is_release && inside.contains(&event.at)) {
                end = sibling.start_byte();
                break;
            }
            next = sibling.next_named_sibling();
        }
        let opened = TextRange::from(node.byte_range());
        Some(Region { opened_by: name, opened, range: start..end.max(start), is_block: false, state })
    }
}

/// The syntax of a name that releases the GIL by a statement, whatever the data are.
fn opening(name: &str) -> Option<&'static MacroSyntax> {
    let reads_alone = |syntax: &&MacroSyntax| matches!(syntax.reads, Reads::Statement | Reads::Expression);
    // Within such a pair, the GIL is released again and not for the first time.
    let is_first = !matches!(name, "NPY_DISABLE_C_API" | "Py_UNBLOCK_THREADS" | "PyEval_ReleaseThread");
    macro_syntax(name).filter(reads_alone).filter(|syntax| syntax.releases_gil && !syntax.asks_data && is_first)
}

fn of_block<'a>(scope: Scope<'a, '_>, block: Node<'a>) -> Option<Region<'a>> {
    let text = scope.text(block);
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    let name = text.get(..end)?;
    macro_syntax(name).filter(|syntax| syntax.releases_gil && syntax.reads == Reads::Open)?;
    let opened = TextRange::new(block.start_byte(), block.start_byte() + end);
    Some(Region { opened_by: name, opened, range: opened.end..block.end_byte(), is_block: true, state: "" })
}

/// The places at which a function takes or releases the GIL, or may.
fn events(scope: Scope<'_, '_>, function: TextRange) -> Vec<Event> {
    let Some(text) = scope.file.prepared().get(function.start..function.end) else { return Vec::new() };
    let tokens: Vec<Token> = Scanner::new(text).filter(|token| token.kind != TokenKind::Comment).collect();
    let mut found = Vec::new();
    for (position, token) in tokens.iter().enumerate().filter(|(_, token)| token.kind == TokenKind::Word) {
        let word = text.get(token.start..token.end).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default();
        let at = |position: Option<usize>| position.and_then(|position| tokens.get(position)).map(|token| token.kind);
        let is_statement = is_alone(at(position.checked_sub(1)), at(Some(position + 1)));
        if let Some(is_release) = effect(scope, word, is_statement) {
            found.push(Event { at: function.start + token.start, is_release });
        }
    }
    found
}

/// Whether a word is called, or is a statement by itself.
fn is_alone(before: Option<TokenKind>, after: Option<TokenKind>) -> bool {
    let opens = matches!(before, None | Some(TokenKind::Punctuation(b';' | b'{' | b'}' | b')')));
    match after {
        Some(TokenKind::Punctuation(b'(')) => true,
        Some(TokenKind::Punctuation(b';')) => opens,
        _ => false,
    }
}

/// What a word does to the GIL: `Some(true)` where it releases it, `Some(false)` where it takes it or may.
fn effect(scope: Scope<'_, '_>, word: &str, is_statement: bool) -> Option<bool> {
    let macros = scope.file.macros();
    if macros.defines(word) {
        // One that is defined in several ways may do anything.
        return macros.get(word).is_none_or(|known| mentions_threads(&known.body)).then_some(false);
    }
    if let Some(syntax) = macro_syntax(word).filter(|syntax| syntax.acquires_gil || syntax.releases_gil) {
        return Some(syntax.releases_gil);
    }
    if word.starts_with("PyGILState_") {
        return Some(false);
    }
    let is_shouted = word.len() > 1 && word.bytes().all(|byte| !byte.is_ascii_lowercase());
    let is_unknown_macro = is_statement && is_shouted && symbol(word).is_none();
    let lower = word.to_ascii_lowercase();
    let is_guard = scope.file.language() == Language::Cpp && (lower.contains("gil") || lower.contains("acquire"));
    (is_unknown_macro || is_guard).then_some(false)
}

fn mentions_threads(body: &str) -> bool {
    ["THREADS", "GIL", "C_API", "PyEval_"].iter().any(|part| body.contains(part))
}
