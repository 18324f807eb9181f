//! What is certain of a function's arguments: an annotation says it, the API promises it, or Python calls the function.

use std::collections::{HashMap, HashSet};

use numpy_capi_db::{Kind as SymbolKind, Ownership, symbol};

use crate::ownership::Claim;
use crate::package::Outside;
use crate::program::is_static;
use crate::syntax::scan::{Scanner, TokenKind, is_word_byte};
use crate::syntax::{Annotation, Function, SourceFile, annotations};
use crate::usage;

/// More parameters than any method has.
const METHOD_PARAMETERS: usize = 8;

/// What a file says of its functions' arguments.
pub(crate) struct Contracts<'a> {
    annotations: HashMap<&'a str, Annotation>,
    outside: Outside<'a>,
    /// The functions in tables of methods.
    methods: HashSet<&'a str>,
}

impl<'a> Contracts<'a> {
    pub(crate) fn of(file: &'a SourceFile, outside: Outside<'a>) -> Self {
        Self { annotations: annotations(file), outside, methods: methods(file) }
    }

    /// Who owns the arguments of a function of a text, by position, as far as that is certain.
    pub(crate) fn claims(&self, file: &SourceFile, function: &Function<'_>) -> Vec<(usize, Claim)> {
        let claim = |is_stolen: bool| if is_stolen { Claim::TakenOver } else { Claim::Borrowed };
        // What others say of the name is not about a function that they cannot see.
        let outer = self.outside.annotations(function.name).filter(|_| !is_static(file, function));
        let said = self.annotations.get(function.name).into_iter().chain(outer);
        let arguments = said.flat_map(|said| &said.arguments);
        let mut claims: Vec<_> = arguments.map(|(position, is_stolen)| (*position, claim(*is_stolen))).collect();
        if self.methods.contains(function.name) {
            claims.extend((0..METHOD_PARAMETERS).map(|position| (position, Claim::Borrowed)));
        } else if !is_static(file, function) {
            claims.extend(promised(function.name));
        }
        claims
    }
}

/// What the API promises to the callers of a function of its own.
fn promised(name: &str) -> Vec<(usize, Claim)> {
    let Some(symbol) = symbol(name).filter(|symbol| symbol.kind == SymbolKind::Function) else { return Vec::new() };
    let claim = |ownership| match ownership {
        Ownership::Stolen => Some(Claim::TakenOver),
        Ownership::Borrowed => Some(Claim::Borrowed),
        _ => None,
    };
    symbol.params.iter().enumerate().filter_map(|(position, param)| Some((position, claim(param.ownership)?))).collect()
}

/// The functions that tables of methods and of attributes name: Python calls them, and lends them what they are given.
fn methods(file: &SourceFile) -> HashSet<&str> {
    if !file.text().contains("PyMethodDef") && !file.text().contains("PyGetSetDef") {
        return HashSet::new();
    }
    let rows = usage::of_file(file).tables.into_iter().flat_map(|table| {
        let functions: &[(usize, &str)] = match table.type_name {
            "PyMethodDef" => &[(1, "ml_meth")],
            "PyGetSetDef" => &[(1, "get"), (2, "set")],
            _ => &[],
        };
        table.rows.into_iter().flat_map(move |row| {
            let is_plain = row.cells.iter().all(|cell| cell.field.is_none());
            let cell = |(position, field): &(usize, &str)| {
                let named = row.cells.iter().find(|cell| cell.field == Some(field));
                named.or_else(|| row.cells.get(*position).filter(|_| is_plain)).map(|cell| cell.value)
            };
            functions.iter().filter_map(cell).collect::<Vec<_>>()
        })
    });
    rows.filter_map(|function| last_name(file.text_of(function))).collect()
}

/// The function in `(PyCFunction)(void (*)(void))name` or `_PyCFunction_CAST(name)`.
fn last_name(text: &str) -> Option<&str> {
    let words = Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Word);
    words.last().and_then(|token| text.get(token.start..token.end)).filter(|name| name.bytes().all(is_word_byte))
}
