//! The macros that a file defines itself.

use std::collections::HashMap;

use super::scan::{Scanner, TokenKind};
use crate::fingerprint::{BuildFingerprint, key_of};
use crate::text::TextRange;

/// A `#define` of the file.
#[derive(Clone, Debug)]
pub struct FileMacro {
    /// The parameters; `None` for a macro without a parameter list.
    pub parameters: Option<Vec<String>>,
    /// The replacement text, continuation lines joined.
    pub body: String,
    /// Where the replacement text stands in the file, continuation lines and all.
    pub body_range: TextRange,
}

impl FileMacro {
    /// Whether two definitions say the same.
    fn agrees_with(&self, other: &Self) -> bool {
        self.parameters == other.parameters && self.body == other.body
    }
}

/// The macros of a file by name. A name that is defined in several ways counts as unknown.
#[derive(Clone, Debug, Default)]
pub struct FileMacros {
    by_name: HashMap<String, Option<FileMacro>, BuildFingerprint>,
}

impl FileMacros {
    /// Reads the `#define` directives of a text.
    pub fn of_text(text: &str) -> Self {
        let tokens = Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Directive);
        Self::of_directives(text, tokens.map(|token| TextRange::new(token.start, token.end)))
    }

    /// Reads those of some directives of a text that are not blanked out.
    pub(crate) fn of_directives(text: &str, directives: impl Iterator<Item = TextRange>) -> Self {
        let mut macros = Self::default();
        for directive in directives {
            let Some((name, definition)) = definition(text, directive) else { continue };
            let entry = macros.by_name.entry(name.to_owned()).or_insert_with(|| Some(definition.clone()));
            if !entry.as_ref().is_some_and(|known| known.agrees_with(&definition)) {
                *entry = None;
            }
        }
        macros
    }

    /// A number that macros share which say the same, wherever they stand.
    pub(crate) fn fingerprint(&self) -> u64 {
        let of_one = |(name, definition): (&String, &Option<FileMacro>)| {
            let definition = definition.as_ref().map(|known| (&known.parameters, &known.body));
            key_of(&(name, definition))
        };
        self.by_name.iter().map(of_one).fold(0, u64::wrapping_add)
    }

    /// Whether any macro has parameters, and one meaning.
    pub(crate) fn has_calls(&self) -> bool {
        self.by_name.values().flatten().any(|known| known.parameters.is_some())
    }

    /// Whether the file defines the name.
    pub fn defines(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The one definition of a name.
    pub fn get(&self, name: &str) -> Option<&FileMacro> {
        self.by_name.get(name)?.as_ref()
    }
}

fn definition(text: &str, directive: TextRange) -> Option<(&str, FileMacro)> {
    let rest = directive.of(text).strip_prefix('#')?.trim_start().strip_prefix("define")?;
    let rest = rest.strip_prefix([' ', '\t'])?.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
    let (name, rest) = rest.split_at(end);
    let (parameters, body) = match rest.strip_prefix('(') {
        Some(rest) => {
            let (inside, body) = rest.split_once(')')?;
            let names = inside.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
            (Some(names), body)
        }
        None => (None, rest),
    };
    let start = directive.end - body.len();
    // The carriage return belongs to the line's end, and not to the body.
    let body_range = TextRange::new(start, start + body.trim_end_matches('\r').len());
    let body = body.replace("\\\r\n", "\n").replace("\\\n", "\n").trim().to_owned();
    Some((name, FileMacro { parameters, body, body_range }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_definitions() {
        let macros = FileMacros::of_text("#define A 1\n#define F(x, y) do { \\\n  x; } while (0)\n#define A 2\n");
        assert!(macros.defines("A"));
        assert!(macros.get("A").is_none());
        let function_like = macros.get("F");
        let parameters = function_like.and_then(|known| known.parameters.clone());
        assert_eq!(parameters, Some(vec!["x".to_owned(), "y".to_owned()]));
        assert!(function_like.is_some_and(|known| known.body.starts_with("do {")));
    }
}
