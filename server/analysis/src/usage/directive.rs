//! Directives of the preprocessor, each with the arms of `#if` groups that it stands in.

use crate::syntax::SourceFile;
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

/// The directives of a file, in order, those in arms of `#if` included that are not read.
pub(crate) fn directives(file: &SourceFile) -> Vec<Directive<'_>> {
    in_their_arms(file.directives().iter().map(|range| (*range, range.of(file.text()))))
}

/// The directives of a file that are read, as they are read, in order.
pub(crate) fn directives_read(file: &SourceFile) -> Vec<Directive<'_>> {
    let read = |range: &TextRange| {
        let text = std::str::from_utf8(file.prepared().get(range.start..range.end)?).ok()?;
        text.starts_with('#').then_some((*range, text))
    };
    in_their_arms(file.directives().iter().filter_map(read))
}

fn in_their_arms<'a>(texts: impl Iterator<Item = (TextRange, &'a str)>) -> Vec<Directive<'a>> {
    let mut found = Vec::new();
    let mut arms: Vec<usize> = Vec::new();
    for (count, (range, text)) in texts.enumerate() {
        let body = text.trim_start_matches('#').trim_start();
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
    use crate::syntax::Language;

    #[test]
    fn directives_know_their_arms() {
        let text = "#ifndef X_H\n#include <numpy/arrayobject.h> /* all */\n#ifdef A\n#define NO_IMPORT_ARRAY 1\n#else\n\
                    #  define  OTHER(x) x\n#endif\n#endif\n#pragma once\n";
        let file = SourceFile::new(text, Language::C);
        let found = directives(&file);
        assert_eq!(found.iter().map(|one| one.name).collect::<Vec<_>>(), ["include", "define", "define", "pragma"]);
        assert_eq!(found[0].header(), Some("numpy/arrayobject.h"));
        assert_eq!([found[1].defined(), found[2].defined()], [Some("NO_IMPORT_ARRAY"), Some("OTHER")]);
        assert!(found[0].holds_where(&found[1]) && !found[1].holds_where(&found[2]));
        assert!(!found[0].holds_where(&found[3]) && found[3].holds_where(&found[0]));
    }
}
