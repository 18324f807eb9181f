//! What is certain of a function's arguments and result: an annotation says it, the API promises it, or Python calls the
//! function.

use std::collections::{HashMap, HashSet};

use numpy_capi_db::{Kind as SymbolKind, Ownership, ResultOwnership, Symbol, symbol};

use crate::ownership::{Claim, Claims};
use crate::package::Outside;
use crate::program::is_static;
use crate::syntax::scan::{Scanner, TokenKind, is_word_byte};
use crate::syntax::{Annotation, Function, SourceFile, annotations};
use crate::usage::Usage;

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
    /// What a file says; `outline` is what it uses between its functions.
    pub(crate) fn of(file: &'a SourceFile, outside: Outside<'a>, outline: &Usage<'a>) -> Self {
        Self { annotations: annotations(file), outside, methods: methods(file, outline) }
    }

    /// What is certain of a function of a text: who owns its arguments and its result.
    pub(crate) fn claims(&self, file: &SourceFile, function: &Function<'_>) -> Claims {
        let claim = |is_stolen: bool| if is_stolen { Claim::TakenOver } else { Claim::Borrowed };
        let is_static = is_static(file, function);
        // What others say of the name is not about a function that they cannot see.
        let outer = self.outside.annotations(function.name).filter(|_| !is_static);
        let said: Vec<_> = self.annotations.get(function.name).into_iter().chain(outer).collect();
        let arguments = said.iter().flat_map(|said| &said.arguments);
        let mut claims = Claims {
            arguments: arguments.map(|(position, is_stolen)| (*position, claim(*is_stolen))).collect(),
            result_is_new: said.iter().rev().find_map(|said| said.is_result_new).unwrap_or(false),
        };
        if self.methods.contains(function.name) {
            claims.arguments.extend((0..METHOD_PARAMETERS).map(|position| (position, Claim::Borrowed)));
            claims.result_is_new = true;
        } else if !is_static && let Some(symbol) = promised(function.name) {
            claims.arguments.extend(promised_arguments(symbol));
            claims.result_is_new |= symbol.returns.ownership == ResultOwnership::New;
        }
        claims
    }
}

/// What the API promises to the callers of a function of its own.
fn promised(name: &str) -> Option<&'static Symbol> {
    symbol(name).filter(|symbol| symbol.kind == SymbolKind::Function)
}

fn promised_arguments(symbol: &'static Symbol) -> impl Iterator<Item = (usize, Claim)> {
    let claim = |ownership| match ownership {
        Ownership::Stolen => Some(Claim::TakenOver),
        Ownership::Borrowed => Some(Claim::Borrowed),
        _ => None,
    };
    let params = symbol.params.iter().enumerate();
    params.filter_map(move |(position, param)| Some((position, claim(param.ownership)?)))
}

/// The functions that tables of methods and of attributes name: Python calls them, and lends them what they are given.
fn methods<'a>(file: &'a SourceFile, outline: &Usage<'a>) -> HashSet<&'a str> {
    let rows = outline.tables.iter().flat_map(|table| {
        let functions: &[(usize, &str)] = match table.type_name {
            "PyMethodDef" => &[(1, "ml_meth")],
            "PyGetSetDef" => &[(1, "get"), (2, "set")],
            _ => &[],
        };
        table.rows.iter().flat_map(move |row| {
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
