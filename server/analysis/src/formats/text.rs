//! The text of a format string, put together of literals and macros.

use numpy_capi_db::symbol;
use tree_sitter::Node;

use crate::syntax::scan::{Scanner, TokenKind};
use crate::syntax::{FileMacros, Kind, named_children};
use crate::text::TextRange;
use crate::usage::{DataModel, Scope};

/// How deep macros may name each other.
const NESTING_LIMIT: usize = 16;

/// The text of a format string.
#[derive(Debug, Default)]
pub(crate) struct FormatText {
    /// The text as it stands in the literals, escapes and all.
    pub text: String,
    /// For each byte of it, where it stands in the file; `None` where it comes from a macro.
    places: Vec<Option<usize>>,
    /// Whether nothing is missing. Otherwise the text ends where a macro begins that is not known.
    pub is_whole: bool,
    /// Whether it differs by platform.
    pub varies: bool,
}

impl FormatText {
    /// The text of an expression; `None` where it is no text.
    pub(crate) fn of(scope: &Scope<'_, '_>, node: Node<'_>, model: DataModel) -> Option<Self> {
        let mut found = Self { is_whole: true, ..Self::default() };
        match scope.kind(node) {
            Kind::StringLiteral => found.add_part(scope, node, model).then_some(found),
            Kind::Identifier if scope.variable(scope.text(node), node.start_byte()).is_none() => {
                found.add_part(scope, node, model).then_some(found)
            }
            Kind::ConcatenatedString => {
                let parts = named_children(scope.file.grammar(), node);
                found.is_whole = parts.into_iter().all(|part| found.add_part(scope, part, model));
                Some(found)
            }
            _ => None,
        }
    }

    /// Where a part of the text stands in the file; `None` where it does not stand there in one piece.
    pub(crate) fn place(&self, range: std::ops::Range<usize>) -> Option<TextRange> {
        let places = self.places.get(range)?;
        let start = (*places.first()?)?;
        let in_one_piece = places.iter().enumerate().all(|(offset, place)| *place == Some(start + offset));
        in_one_piece.then(|| TextRange::new(start, start + places.len()))
    }

    /// Adds a literal or what a macro stands for, and says whether it could be read.
    fn add_part(&mut self, scope: &Scope<'_, '_>, node: Node<'_>, model: DataModel) -> bool {
        let written = scope.text(node);
        if scope.kind(node) == Kind::StringLiteral {
            let Some(content) = written.strip_prefix('"').and_then(|text| text.strip_suffix('"')) else { return false };
            let start = node.start_byte() + 1;
            self.text.push_str(content);
            self.places.extend((start..start + content.len()).map(Some));
            return true;
        }
        let Some((content, varies)) = macro_text(scope.file.macros(), written, model) else { return false };
        self.places.extend(std::iter::repeat_n(None, content.len()));
        self.text.push_str(&content);
        self.varies |= varies;
        true
    }
}

/// The text that a macro stands for, and whether it differs by platform: a macro of the file, or of the API.
pub(crate) fn macro_text(macros: &FileMacros, name: &str, model: DataModel) -> Option<(String, bool)> {
    of_macro(macros, name, model, NESTING_LIMIT)
}

fn of_macro(macros: &FileMacros, name: &str, model: DataModel, depth: usize) -> Option<(String, bool)> {
    let depth = depth.checked_sub(1)?;
    if !macros.defines(name) {
        return of_api(name, model);
    }
    let known = macros.get(name).filter(|known| known.parameters.is_none())?;
    let body = known.body.trim_matches(['(', ')', ' ']);
    let mut content = String::new();
    let mut varies = false;
    for token in Scanner::inside_line(body.as_bytes()).filter(|token| token.kind != TokenKind::Comment) {
        let part = body.get(token.start..token.end)?;
        match token.kind {
            TokenKind::Literal => content.push_str(part.strip_prefix('"')?.strip_suffix('"')?),
            TokenKind::Word => {
                let (text, differs) = of_macro(macros, part, model, depth)?;
                content.push_str(&text);
                varies |= differs;
            }
            _ => return None,
        }
    }
    Some((content, varies)).filter(|_| !body.is_empty())
}

fn of_api(name: &str, model: DataModel) -> Option<(String, bool)> {
    let symbol = symbol(name)?;
    let position = match model {
        DataModel::Lp64 => 0,
        DataModel::Llp64 => 1,
        DataModel::Ilp32 => 2,
    };
    let (value, varies) = match symbol.platform_values.get(position) {
        Some(value) => (value.as_str(), true),
        None => (symbol.value.as_str(), false),
    };
    Some((value.strip_prefix('"')?.strip_suffix('"')?.to_owned(), varies))
}
