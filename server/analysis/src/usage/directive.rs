//! Directives of the preprocessor, each with the arms of `#if` groups that it stands in.

use crate::syntax::scan::{Scanner, TokenKind};
use crate::text::TextRange;

/// A directive that is not about conditions: `#include`, `#define`, `#undef`, `#pragma`.
#[derive(Clone, Debug)]
pub(crate) struct Directive<'a> {
    /// Its name, without `#`.
    pub name: &'a str,
    /// What follows the name.
    pub rest: &'a str,
    /// The whole directive, without the line's end.
    pub range: TextRange,
    /// The arms around it, outermost first: a number for each arm of the file.
    arms: Vec<usize>,
}

impl Directive<'_> {
    /// Whether it counts wherever another one does.
    pub(crate) fn holds_where(&self, other: &Directive<'_>) -> bool {
        other.arms.starts_with(&self.arms)
    }

    /// The header that it includes, without quotes or brackets; `None` where it includes none.
    pub(crate) fn header(&self) -> Option<&str> {
        if self.name != "include" {
            return None;
        }
        match self.rest.strip_prefix(['<', '"']) {
            Some(name) => name.split(['>', '"']).next(),
            None => Some(self.rest),
        }
    }

    /// The macro that it defines; `None` where it defines none.
    pub(crate) fn defined(&self) -> Option<&str> {
        let end = |c: char| !(c.is_ascii_alphanumeric() || c == '_');
        (self.name == "define").then(|| self.rest.split(end).next().unwrap_or_default())
    }
}

/// The directives of a text, in order.
pub(crate) fn directives(text: &str) -> Vec<Directive<'_>> {
    let mut found = Vec::new();
    let mut arms: Vec<usize> = Vec::new();
    let tokens = Scanner::new(text.as_bytes()).filter(|token| token.kind == TokenKind::Directive);
    for (count, token) in tokens.enumerate() {
        let range = TextRange::new(token.start, token.end);
        let body = range.of(text).trim_start_matches('#').trim_start();
        let end = body.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(body.len());
        let (name, rest) = body.split_at(end);
        match name {
            "if" | "ifdef" | "ifndef" => arms.push(count),
            "elif" | "else" | "elifdef" | "elifndef" => {
                arms.pop();
                arms.push(count);
            }
            "endif" => drop(arms.pop()),
            _ => found.push(Directive { name, rest: rest.trim(), range, arms: arms.clone() }),
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directives_know_their_arms() {
        let text = "#ifndef X_H\n#include <numpy/arrayobject.h> /* all */\n#ifdef A\n#define NO_IMPORT_ARRAY 1\n#else\n\
                    #  define  OTHER(x) x\n#endif\n#endif\n#pragma once\n";
        let found = directives(text);
        assert_eq!(found.iter().map(|one| one.name).collect::<Vec<_>>(), ["include", "define", "define", "pragma"]);
        assert_eq!(found[0].header(), Some("numpy/arrayobject.h"));
        assert_eq!([found[1].defined(), found[2].defined()], [Some("NO_IMPORT_ARRAY"), Some("OTHER")]);
        assert!(found[0].holds_where(&found[1]) && !found[1].holds_where(&found[2]));
        assert!(!found[0].holds_where(&found[3]) && found[3].holds_where(&found[0]));
    }
}
