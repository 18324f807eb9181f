//! The headers that a file includes.

use super::Directive;
use crate::text::TextRange;

/// An `#include` directive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Include<'a> {
    /// The header as it is named: `numpy/arrayobject.h`.
    pub name: &'a str,
    /// Whether it stands in quotes, so that it can be a header of the project.
    pub is_quoted: bool,
    /// The directive without its line end.
    pub range: TextRange,
    /// The name between its quotes or angle brackets.
    pub name_range: TextRange,
}

impl Include<'_> {
    /// Whether it is one of NumPy's headers.
    pub(crate) fn is_of_numpy(&self) -> bool {
        self.name.starts_with("numpy/")
    }
}

pub(super) fn includes<'a>(directives: &[Directive<'a>]) -> Vec<Include<'a>> {
    directives.iter().filter(|directive| directive.keyword == "include").filter_map(include).collect()
}

fn include<'a>(directive: &Directive<'a>) -> Option<Include<'a>> {
    let is_quoted = directive.rest.starts_with('"');
    let inner = directive.rest.strip_prefix(['<', '"'])?;
    let length = inner.find(if is_quoted { '"' } else { '>' })?;
    let name = inner.get(..length)?;
    let start = directive.rest_start + 1;
    Some(Include {
        name: name.trim(),
        is_quoted,
        range: directive.range,
        name_range: TextRange::new(start, start + length),
    })
}
