//! Which releases of NumPy a file speaks of: the oldest that it has to run with, the headers that it includes, the
//! stretches in which it asks for a release, and the names of NumPy in its code.
//!
//! All of it is read off the text with the scanner, so that it holds for macros and for code that does not parse too.

mod guards;
mod includes;
mod target;
mod words;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::settings::{Settings, Version};
use crate::syntax::SourceFile;
use crate::text::TextRange;

pub(crate) use includes::Include;
pub(crate) use target::TARGET_MACRO;
pub(crate) use words::{Word, words};

/// The first release with the API of NumPy 2.
pub(crate) const NUMPY_2: Version = Version { major: 2, minor: 0 };

/// What NumPy's own sources define, to see the headers from within.
const NUMPY_ITSELF: &[&str] = &["_MULTIARRAYMODULE", "_UMATHMODULE", "NPY_INTERNAL_BUILD"];

/// The mark of what the files of one of NumPy's own modules share: no other module gets it.
const MARK_WITHIN_NUMPY: &str = "NPY_NO_EXPORT";

/// What a file says about releases of NumPy.
pub(crate) struct Versions<'a> {
    /// The oldest release that the file has to run with; `None` where nobody said.
    pub target: Option<Version>,
    /// The headers, in the order of the text, also those in arms of `#if` that are not read.
    pub includes: Vec<Include<'a>>,
    /// The stretches whose presence depends on NumPy's version or on one of its names.
    guarded: Vec<TextRange>,
    /// The conditions on the version of the headers, with the macro that each names.
    version_conditions: Vec<(&'a str, TextRange)>,
    /// Where the include guard ends that the file begins with.
    guard_end: Option<usize>,
    /// The names that some `#define` of the file defines, whichever arm of an `#if` it stands in.
    defined: HashSet<&'a str>,
    /// Whether the file is one of NumPy's own, or made like them.
    is_of_numpy: bool,
}

/// A preprocessor directive: `ifdef` and `NPY_X`.
#[derive(Clone, Copy, Debug)]
struct Directive<'a> {
    keyword: &'a str,
    /// What follows the keyword.
    rest: &'a str,
    /// Where that begins.
    rest_start: usize,
    range: TextRange,
}

impl<'a> Versions<'a> {
    pub(crate) fn new(file: &'a SourceFile, settings: &Settings) -> Self {
        let directives = directives(file.text(), file.directives());
        let defined: HashSet<_> = directives.iter().filter_map(Directive::defined_name).collect();
        let is_of_numpy =
            NUMPY_ITSELF.iter().any(|name| defined.contains(name)) || file.text().contains(MARK_WITHIN_NUMPY);
        Self {
            target: target::declared(file.macros()).or(settings.target_numpy),
            includes: includes::includes(&directives),
            guarded: guards::guarded(&directives),
            guard_end: guards::include_guard_end(&directives),
            version_conditions: guards::version_conditions(&directives),
            defined,
            is_of_numpy,
        }
    }

    /// Whether a place is only there for some releases, as far as the file says so itself. NumPy's own sources belong to
    /// one release, and have what the headers keep from others.
    pub(crate) fn is_guarded(&self, at: usize) -> bool {
        self.is_of_numpy || self.guarded.iter().any(|range| range.touches(at))
    }

    /// The conditions on the version of the headers, each with the macro that it names.
    pub(crate) fn version_conditions(&self) -> impl Iterator<Item = (&'a str, TextRange)> {
        self.version_conditions.iter().copied()
    }

    /// Whether the file is one of NumPy's own, or made like them.
    pub(crate) fn is_of_numpy(&self) -> bool {
        self.is_of_numpy
    }

    /// Whether a `#define` of the file defines a name.
    pub(crate) fn defines(&self, name: &str) -> bool {
        self.defined.contains(name)
    }

    /// Whether the file includes a header, given as `numpy/arrayobject.h`.
    pub(crate) fn includes(&self, header: &str) -> bool {
        self.includes.iter().any(|include| include.name == header)
    }

    /// Whether the file is made to be included, so that what comes before it there may define names.
    pub(crate) fn is_header(&self) -> bool {
        self.guard_end.is_some()
    }

    /// Where another include can stand: behind the last header of NumPy; without one behind the first header, or behind
    /// the include guard.
    pub(crate) fn place_for_include(&self) -> Option<usize> {
        let last = self.includes.iter().rfind(|include| include.is_of_numpy());
        let include = last.or_else(|| self.includes.first()).map(|include| include.range.end);
        include.or(self.guard_end)
    }

    /// Whether the file has to run with a release before this one.
    pub(crate) fn targets_before(&self, release: Version) -> bool {
        self.target.is_some_and(|target| target < release)
    }
}

impl Settings {
    /// The choices for a text: what it says of its target itself counts more than what is configured.
    pub(crate) fn for_text(&self, text: &str) -> Cow<'_, Self> {
        match target::of_text(text) {
            Some(target) => Cow::Owned(Self { target_numpy: Some(target), ..self.clone() }),
            None => Cow::Borrowed(self),
        }
    }
}

fn directives<'a>(text: &'a str, ranges: &[TextRange]) -> Vec<Directive<'a>> {
    ranges
        .iter()
        .filter_map(|whole| {
            // The carriage return belongs to the line's end, and not to the directive.
            let written = text.get(whole.start..whole.end)?.trim_end_matches('\r');
            let range = TextRange::new(whole.start, whole.start + written.len());
            let rest = range.of(text).strip_prefix('#')?.trim_start();
            let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
            let (keyword, rest) = rest.split_at(end);
            let rest_start = range.end - rest.trim_start().len();
            Some(Directive { keyword, rest: rest.trim(), rest_start, range })
        })
        .collect()
}

impl<'a> Directive<'a> {
    /// The name that it defines, where it is a `#define`.
    fn defined_name(&self) -> Option<&'a str> {
        (self.keyword == "define").then(|| first_word(self.rest))
    }
}

/// The identifier that a text begins with; may be empty.
fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}
