//! A text with its syntax tree.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use memchr::{memchr_iter, memrchr};
use tree_sitter::{InputEdit, Node, Parser, Point, Tree};

use super::Language;
use super::conditions::Arms;
use super::file_macros::FileMacros;
use super::grammar::Grammar;
use super::prepass::{self, Prepared};
use super::reprepare::{common, reprepare};
use super::scan::{Scanner, TokenKind};
use crate::fingerprint::BuildFingerprint;
use crate::memory::Memory;
use crate::package::Neighbours;
use crate::reading::Reading;
use crate::text::{LineIndex, TextEdit, TextRange, apply_edits};

/// A text with its syntax tree: immutable, cheap to clone, safe to share between threads.
#[derive(Clone, Debug)]
pub struct SourceFile {
    text: Arc<str>,
    /// What the parser reads: as long as `text`.
    prepared: Prepared,
    lines: Arc<LineIndex>,
    language: Language,
    /// The tree, made when it is first asked for: many files have nothing to do with Python, and templates are only read
    /// in expansion. `None` where the parser gave up.
    tree: Arc<OnceLock<Option<Tree>>>,
    /// The tree of a text that differs little, with the differences marked in it.
    similar: Option<Tree>,
    /// How it reads where the other arms of its `#if` groups hold, made when it is first asked for; `None` where that
    /// makes no difference.
    other_arms: Arc<OnceLock<Option<Box<Self>>>>,
    /// The same of an earlier text.
    earlier_other_arms: Option<Box<Self>>,
    uses_python: bool,
    /// What was found out about the functions of this text and those that it comes from.
    memory: Arc<Memory>,
    /// The macros that the file defines, read when they are first asked for.
    macros: Arc<OnceLock<FileMacros>>,
    /// The names of its functions, read when they are first asked for.
    function_names: Arc<OnceLock<HashSet<String, BuildFingerprint>>>,
    /// The texts that are analysed for it, made when they are first asked for.
    readings: Arc<OnceLock<Vec<Reading>>>,
    /// What the other files of its package tell it.
    neighbours: Option<Arc<Neighbours>>,
}

impl SourceFile {
    /// Reads a text; never fails.
    pub fn new(text: &str, language: Language) -> Self {
        Self::build(text, language, None)
    }

    fn build(text: &str, language: Language, old: Option<&Self>) -> Self {
        let again = old.and_then(|old| reprepare(&old.text, &old.prepared, text, language));
        let prepared = again.unwrap_or_else(|| prepass::prepare(text, language, Arms::First));
        Self {
            tree: Arc::default(),
            similar: old.and_then(|old| old.tree_for(&prepared)),
            other_arms: Arc::default(),
            earlier_other_arms: old.and_then(Self::latest_other_arms),
            uses_python: uses_python(text),
            memory: old.map(|old| Arc::clone(&old.memory)).unwrap_or_default(),
            macros: Arc::default(),
            function_names: Arc::default(),
            readings: Arc::default(),
            neighbours: old.and_then(|old| old.neighbours.clone()),
            lines: Arc::new(LineIndex::new(text)),
            prepared,
            text: text.into(),
            language,
        }
    }

    /// The tree of this text with the difference to another marked in it.
    fn tree_for(&self, prepared: &Prepared) -> Option<Tree> {
        let mut tree = self.tree.get().cloned().flatten().or_else(|| self.similar.clone())?;
        tree.edit(&difference(&self.prepared.text, &prepared.text));
        Some(tree)
    }

    fn latest_other_arms(&self) -> Option<Box<Self>> {
        self.other_arms.get().cloned().flatten().or_else(|| self.earlier_other_arms.clone())
    }

    /// The file after edits, whose ranges refer to this file's text. `None` where they overlap or do not fit.
    #[must_use]
    pub fn edited(&self, edits: &[TextEdit]) -> Option<Self> {
        let text = apply_edits(&self.text, edits)?;
        Some(Self::build(&text, self.language, Some(self)))
    }

    /// The file with what the other files of its package tell it; `None` where it is alone.
    #[must_use]
    pub fn among(&self, neighbours: Option<Arc<Neighbours>>) -> Self {
        Self { neighbours, ..self.clone() }
    }

    /// The same file with another text, read afresh.
    #[must_use]
    pub fn rewritten(&self, text: &str) -> Self {
        Self { neighbours: self.neighbours.clone(), ..Self::new(text, self.language) }
    }

    /// What the other files of its package tell it.
    pub(crate) fn neighbours(&self) -> Option<&Neighbours> {
        self.neighbours.as_deref()
    }

    /// The texts that are analysed for it.
    pub(crate) fn readings(&self, read: impl FnOnce() -> Vec<Reading>) -> &[Reading] {
        self.readings.get_or_init(read)
    }

    /// The file as one of its own readings, which does not know of them: else it would hold itself for ever.
    pub(crate) fn as_read(&self) -> Self {
        Self { readings: Arc::default(), ..self.clone() }
    }

    /// A text that is made of this one, with what is remembered of earlier ones.
    pub(crate) fn expansion(&self, text: &str) -> Self {
        Self { memory: Arc::clone(&self.memory), ..Self::new(text, self.language) }
    }

    /// What earlier checks found out.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The file as it reads where the other arms of its `#if` groups hold; `None` where that makes no difference.
    pub(crate) fn with_other_arms(&self) -> Option<&Self> {
        self.other_arms.get_or_init(|| self.read_other_arms().map(Box::new)).as_deref()
    }

    fn read_other_arms(&self) -> Option<Self> {
        if !self.prepared.has_other_arms() {
            return None;
        }
        let earlier = self.earlier_other_arms.as_deref();
        let again = earlier.and_then(|old| reprepare(&old.text, &old.prepared, &self.text, self.language));
        let prepared = again.unwrap_or_else(|| prepass::prepare(&self.text, self.language, Arms::Other));
        let differences = differences(&self.prepared.text, &prepared.text);
        if differences.is_empty() {
            return None;
        }
        let similar = earlier.and_then(|old| old.tree_for(&prepared)).or_else(|| {
            let mut tree = self.tree().cloned()?;
            for edit in &differences {
                tree.edit(edit);
            }
            Some(tree)
        });
        Some(Self {
            tree: Arc::default(),
            similar,
            other_arms: Arc::default(),
            earlier_other_arms: None,
            macros: Arc::default(),
            prepared,
            ..self.as_read()
        })
    }

    /// The text as the user sees it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text as the parser sees it: as many bytes, some of them rewritten.
    pub fn prepared(&self) -> &[u8] {
        &self.prepared.text
    }

    /// Its lines.
    pub fn lines(&self) -> &LineIndex {
        &self.lines
    }

    /// Its language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The grammar of its tree.
    pub fn grammar(&self) -> &'static Grammar {
        Grammar::of(self.language)
    }

    /// The root of its tree; `None` where the parser gave up.
    pub fn root(&self) -> Option<Node<'_>> {
        self.tree().map(Tree::root_node)
    }

    fn tree(&self) -> Option<&Tree> {
        self.tree.get_or_init(|| parse(&self.prepared.text, self.language, self.similar.as_ref())).as_ref()
    }

    /// Whether the file is an extension module's: it includes Python's or NumPy's headers, or a header of its own and
    /// names Python objects.
    pub fn uses_python(&self) -> bool {
        self.uses_python
    }

    /// The program that wrote the file, where its head names one whose output nobody mends by hand.
    pub fn generator(&self) -> Option<&'static str> {
        let head: String = self.text.chars().take(GENERATED_HEAD).collect();
        GENERATORS.iter().find(|(mark, _)| head.contains(mark)).map(|(_, name)| *name)
    }

    /// The macros that the file defines, in the arms of `#if` groups that are read.
    pub fn macros(&self) -> &FileMacros {
        let directives = self.directives().iter().copied();
        self.macros.get_or_init(|| FileMacros::of_directives(&String::from_utf8_lossy(self.prepared()), directives))
    }

    /// The directives of the text, in order, whether they are read or not.
    pub(crate) fn directives(&self) -> &[TextRange] {
        &self.prepared.directives
    }

    /// The names of the functions that the file defines.
    pub(crate) fn function_names(&self) -> &HashSet<String, BuildFingerprint> {
        self.function_names
            .get_or_init(|| super::functions(self).iter().map(|function| function.name.to_owned()).collect())
    }

    /// The text of a node as the user wrote it.
    pub fn text_of(&self, node: Node<'_>) -> &str {
        TextRange::from(node.byte_range()).of(&self.text)
    }
}

fn parse(text: &[u8], language: Language, old: Option<&Tree>) -> Option<Tree> {
    let mut parser = Parser::new();
    parser.set_language(&Grammar::of(language).language).ok()?;
    parser.parse(text, old)
}

/// The one edit that turns the old text into the new. One typed `/*` or `#if 0` changes the rewriting far away, so the
/// edit is taken from the rewritten texts and not from what the user typed.
fn difference(old: &[u8], new: &[u8]) -> InputEdit {
    let (prefix, suffix) = common(old, new);
    let (old_end, new_end) = (old.len() - suffix, new.len() - suffix);
    InputEdit {
        start_byte: prefix,
        old_end_byte: old_end,
        new_end_byte: new_end,
        start_position: point(old, prefix),
        old_end_position: point(old, old_end),
        new_end_position: point(new, new_end),
    }
}

/// The stretches in which two texts of equal length differ, those that lie close together taken as one. Line ends are
/// never rewritten, so that both texts have the same lines.
fn differences(old: &[u8], new: &[u8]) -> Vec<InputEdit> {
    const CLOSE: usize = 64;
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for (start, (old, new)) in (0..).step_by(CLOSE).zip(old.chunks(CLOSE).zip(new.chunks(CLOSE))) {
        if old == new {
            continue;
        }
        let different = old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new);
        for at in different.map(|(at, _)| start + at) {
            match ranges.last_mut().filter(|range| at - range.end < CLOSE) {
                Some(range) => range.end = at + 1,
                None => ranges.push(at..at + 1),
            }
        }
    }
    let mut last = (0, Point::default());
    let mut point_at = |offset: usize| {
        last = (offset, moved(last.1, new.get(last.0..offset).unwrap_or_default()));
        last.1
    };
    let edit = |range: Range<usize>| {
        let (start_position, end_position) = (point_at(range.start), point_at(range.end));
        InputEdit {
            start_byte: range.start,
            old_end_byte: range.end,
            new_end_byte: range.end,
            start_position,
            old_end_position: end_position,
            new_end_position: end_position,
        }
    };
    ranges.into_iter().map(edit).collect()
}

fn point(text: &[u8], offset: usize) -> Point {
    moved(Point::default(), text.get(..offset).unwrap_or_default())
}

/// The point behind a text that begins at a point. Rows and columns only have to be consistent: offsets decide.
fn moved(start: Point, text: &[u8]) -> Point {
    let lines = memchr_iter(b'\n', text).count();
    match memrchr(b'\n', text) {
        Some(line_end) => Point { row: start.row + lines, column: text.len() - line_end - 1 },
        None => Point { row: start.row, column: start.column + text.len() },
    }
}

/// How many characters of a file may tell that a program wrote it.
const GENERATED_HEAD: usize = 1000;

/// What such programs write at the head of their output, and their names. What f2py and SWIG write is often kept and mended
/// by hand.
const GENERATORS: &[(&str, &str)] = &[("Generated by Cython", "Cython")];

/// Types that only extension modules name.
const NUMPY_TYPES: &[&str] = &["PyObject", "PyArrayObject", "PyArray_Descr", "npy_cdouble", "npy_cfloat"];

fn uses_python(text: &str) -> bool {
    let mut has_header = false;
    let mut has_own_header = false;
    let mut names_objects = false;
    for token in Scanner::new(text.as_bytes()) {
        let token_text = text.get(token.start..token.end).unwrap_or_default();
        match token.kind {
            TokenKind::Directive => {
                let Some(header) = included_header(token_text) else { continue };
                let name = header.trim_matches(['<', '>', '"']);
                if name == "Python.h"
                    || name.ends_with("/Python.h")
                    || name.contains("numpy/")
                    || name.contains("pybind11/")
                {
                    return true;
                }
                has_header = true;
                has_own_header |= header.starts_with('"');
            }
            TokenKind::Word => names_objects |= NUMPY_TYPES.contains(&token_text),
            _ => {}
        }
        if has_own_header && names_objects {
            return true;
        }
    }
    // A file without headers of its own is included by another.
    names_objects && !has_header
}

/// The operand of an `#include` directive with its quotes.
fn included_header(directive: &str) -> Option<&str> {
    let rest = directive.strip_prefix('#')?.trim_start().strip_prefix("include")?.trim_start();
    let close = if rest.starts_with('<') { '>' } else { '"' };
    let end = rest.get(1..)?.find(close)? + 2;
    rest.get(..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_tells_what_a_program_wrote() {
        let generator = |text: &str| SourceFile::new(text, Language::C).generator();
        assert_eq!(generator("/* Generated by Cython 3.1.2 */\n#include <Python.h>\n"), Some("Cython"));
        assert_eq!(generator("/* This file is auto-generated with f2py (version:2.3.5). */\n"), None);
        assert_eq!(generator("#include <Python.h>\n"), None);
        let mentioned = format!("{}/* Generated by Cython */", "int x;\n".repeat(GENERATED_HEAD));
        assert_eq!(generator(&mentioned), None);
    }

    #[test]
    fn silent_without_python() {
        let uses = |text: &str| SourceFile::new(text, Language::C).uses_python();
        assert!(uses("#include <Python.h>\n"));
        assert!(uses("#  include \"numpy/arrayobject.h\"\n"));
        assert!(uses("#include \"support.h\"\nPyObject *f(void);\n"));
        assert!(uses("static PyObject *f(void);\n"));
        assert!(!uses("#include <stdio.h>\nint PyObject;\n"));
        assert!(!uses("/* #include <Python.h> */ int x;\n"));
    }

    #[test]
    fn an_edit_gives_the_tree_of_the_new_text() {
        let file = SourceFile::new("int f(void) { return 1; }\n", Language::C);
        let edited = file.edited(&[TextEdit::insert(14, "/* x */ g(); ")]);
        let fresh = SourceFile::new("int f(void) { /* x */ g(); return 1; }\n", Language::C);
        let sexp = |file: &SourceFile| file.root().map(|root| root.to_sexp());
        assert_eq!(edited.as_ref().and_then(sexp), sexp(&fresh));
    }
}
