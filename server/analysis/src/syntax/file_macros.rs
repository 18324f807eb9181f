//! The macros that a file defines itself.

use std::collections::HashMap;

use super::scan::{Scanner, TokenKind};

/// A `#define` of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileMacro {
    /// The parameters; `None` for a macro without a parameter list.
    pub parameters: Option<Vec<String>>,
    /// The replacement text, continuation lines joined.
    pub body: String,
}

/// The macros of a file by name. A name that is defined in several ways counts as unknown.
#[derive(Clone, Debug, Default)]
pub struct FileMacros {
    by_name: HashMap<String, Option<FileMacro>>,
}

impl FileMacros {
    /// Reads the `#define` directives of a text.
    pub fn of_text(text: &str) -> Self {
        let mut macros = Self::default();
        for token in Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Directive) {
            let Some((name, definition)) = text.get(token.start..token.end).and_then(definition) else { continue };
            let entry = macros.by_name.entry(name.to_owned()).or_insert_with(|| Some(definition.clone()));
            if entry.as_ref() != Some(&definition) {
                *entry = None;
            }
        }
        macros
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

fn definition(directive: &str) -> Option<(&str, FileMacro)> {
    let rest = directive.strip_prefix('#')?.trim_start().strip_prefix("define")?;
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
    let body = body.replace("\\\r\n", "\n").replace("\\\n", "\n").trim().to_owned();
    Some((name, FileMacro { parameters, body }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_definitions() {
        let macros = FileMacros::of_text("#define A 1\n#define F(x, y) do { \\\n  x; } while (0)\n#define A 2\n");
        assert!(macros.defines("A"));
        assert_eq!(macros.get("A"), None);
        let function_like = macros.get("F").cloned().unwrap_or(FileMacro { parameters: None, body: String::new() });
        assert_eq!(function_like.parameters, Some(vec!["x".to_owned(), "y".to_owned()]));
        assert!(function_like.body.starts_with("do {"));
    }
}
