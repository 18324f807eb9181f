//! What a file tells of its functions: read once for all repairs of a file, else a file with many findings would be read
//! as a whole for each of them.

use std::cell::OnceCell;
use std::collections::HashMap;

use crate::contracts::Contracts;
use crate::ownership::{Claims, Summaries};
use crate::package::Outside;
use crate::program::Program;
use crate::settings::Settings;
use crate::syntax::scan::{Scanner, TokenKind};
use crate::syntax::{Annotation, Function, SourceFile, annotations};
use crate::usage::of_file;

/// What a file and its neighbours tell of the functions in it, each part read when it is first asked for.
pub(crate) struct Surroundings<'a> {
    pub file: &'a SourceFile,
    outside: Outside<'a>,
    annotations: OnceCell<HashMap<&'a str, Annotation>>,
    program: OnceCell<Program<'a>>,
    contracts: OnceCell<Contracts<'a>>,
}

impl<'a> Surroundings<'a> {
    /// Those of a file; nothing is read yet.
    pub(crate) fn new(file: &'a SourceFile, settings: &'a Settings) -> Self {
        Self {
            file,
            outside: Outside::new(file, settings),
            annotations: OnceCell::new(),
            program: OnceCell::new(),
            contracts: OnceCell::new(),
        }
    }

    /// What is known of the functions that a function calls; the others are only read where it calls one of them.
    pub(super) fn summaries(&self, function: &Function<'_>) -> Summaries {
        if !self.calls_known(function) {
            return Summaries::default();
        }
        let program = self.program.get_or_init(|| Program::new(self.file, self.outside));
        let functions = program.functions();
        let index = functions.binary_search_by_key(&function.range.start, |known| known.range.start).ok();
        program.summaries_from(index)
    }

    fn calls_known(&self, function: &Function<'_>) -> bool {
        let names = self.file.function_names();
        let said = self.annotations.get_or_init(|| annotations(self.file));
        let is_known = |word: &str| names.contains(word) || said.contains_key(word) || self.outside.knows(word);
        let text = function.range.of(self.file.text());
        Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Word).any(|token| {
            let word = text.get(token.start..token.end).unwrap_or_default();
            word != function.name && is_known(word)
        })
    }

    /// What is certain of a function.
    pub(super) fn claims(&self, function: &Function<'_>) -> Claims {
        let contracts = self.contracts.get_or_init(|| Contracts::of(self.file, self.outside, &of_file(self.file)));
        contracts.claims(self.file, function)
    }
}
