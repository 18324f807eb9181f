//! The arms of `#if` groups that ask for NumPy's version or for one of its names.

use numpy_capi_db::entries;

use super::{Directive, first_word};
use crate::text::TextRange;

/// Names that say something of the platform, the build or Python, and nothing of NumPy's version.
const NOT_A_VERSION: &[&str] =
    &["NPY_PY3K", "NPY_SIZEOF_", "NPY_BITSOF_", "NPY_OS_", "NPY_CPU_", "NPY_BYTE_ORDER", "NPY_INTERNAL_BUILD"];

/// What names begin with that ask whether there is a NumPy at all.
const WHETHER_AT_ALL: &[&str] = &["HAVE_", "USE_", "WITH_", "NO_", "ENABLE_"];

/// An `#if` group whose `#endif` has not come.
struct Group<'a> {
    start: usize,
    asks: bool,
    /// The name of an `#ifndef` that was the last directive: a `#define` of it makes it an include guard or a default.
    awaited: Option<&'a str>,
}

/// The `#if` groups that depend on NumPy's version or names, each from its `#if` to its `#endif`.
pub(super) fn guarded(directives: &[Directive<'_>]) -> Vec<TextRange> {
    let mut open: Vec<Group<'_>> = Vec::new();
    let mut found = Vec::new();
    for directive in directives {
        let awaited = open.last_mut().and_then(|group| group.awaited.take());
        match directive.keyword {
            "if" | "ifdef" | "ifndef" => open.push(Group {
                start: directive.range.start,
                asks: asks(directive.rest),
                awaited: (directive.keyword == "ifndef").then(|| first_word(directive.rest)),
            }),
            "elif" | "elifdef" | "elifndef" => {
                if let Some(group) = open.last_mut() {
                    group.asks |= asks(directive.rest);
                }
            }
            "define" => {
                let name = first_word(directive.rest);
                if let Some(group) = open.last_mut().filter(|_| awaited == Some(name) && entries(name).next().is_none())
                {
                    group.asks = false;
                }
            }
            "endif" => {
                if let Some(group) = open.pop().filter(|group| group.asks) {
                    found.push(TextRange::new(group.start, directive.range.end));
                }
            }
            _ => {}
        }
    }
    found
}

/// Where the `#define` of an include guard ends that the file begins with.
pub(super) fn include_guard_end(directives: &[Directive<'_>]) -> Option<usize> {
    let [first, second, ..] = directives else { return None };
    let is_guard = first.keyword == "ifndef" && second.defined_name() == Some(first_word(first.rest));
    is_guard.then_some(second.range.end)
}

/// The conditions that compare the version of the headers, each with the macro that says it.
pub(super) fn version_conditions<'a>(directives: &[Directive<'a>]) -> Vec<(&'a str, TextRange)> {
    let conditions = directives.iter().filter(|directive| matches!(directive.keyword, "if" | "elif"));
    let named =
        |condition: &'a str| words(condition).find(|word| matches!(*word, "NPY_API_VERSION" | "NPY_ABI_VERSION"));
    conditions.filter_map(|directive| Some((named(directive.rest)?, directive.range))).collect()
}

fn words(condition: &str) -> impl Iterator<Item = &str> {
    condition.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
}

/// Whether a condition names NumPy's version, or something that only some of its releases have.
fn asks(condition: &str) -> bool {
    words(condition).any(speaks_of_numpy)
}

fn speaks_of_numpy(word: &str) -> bool {
    let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| word.starts_with(prefix));
    let is_name = begins(&["NPY_", "PyArray", "PyDataType_", "PyUFunc_", "NpyIter_"]) && !begins(NOT_A_VERSION);
    is_name || word.to_ascii_uppercase().contains("NUMPY") && !begins(WHETHER_AT_ALL)
}

#[cfg(test)]
mod tests {
    use super::super::directives;
    use super::*;
    use crate::syntax::{Language, SourceFile};

    fn stretches(text: &str) -> Vec<&str> {
        let file = SourceFile::new(text, Language::C);
        guarded(&directives(text, file.directives())).into_iter().map(|range| range.of(text)).collect()
    }

    #[test]
    fn conditions_on_the_version_guard_both_arms() {
        let text = "#if NPY_ABI_VERSION < 0x02000000\nold();\n#else\nnew();\n#endif\nrest();\n";
        assert_eq!(stretches(text).len(), 1);
        assert!(stretches(text)[0].contains("old") && stretches(text)[0].contains("new"));
        assert_eq!(
            stretches("#ifndef PyDataType_ELSIZE\n#define PyDataType_ELSIZE(d) ((d)->elsize)\n#endif\n").len(),
            1
        );
        assert_eq!(stretches("#ifdef A\n#elif defined(MY_NUMPY_2)\n#endif\n").len(), 1);
    }

    #[test]
    fn include_guards_and_platforms_do_not() {
        assert!(stretches("#ifndef NPY_MINE_H\n#define NPY_MINE_H\nx();\n#endif\n").is_empty());
        assert!(
            stretches("#if NPY_SIZEOF_LONG == 8 && defined(NPY_PY3K)\n#endif\n#ifdef HAVE_NUMPY\n#endif\n").is_empty()
        );
    }
}
