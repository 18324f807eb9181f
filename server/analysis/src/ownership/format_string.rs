//! Format strings: which variadic arguments they take, and who owns them.

use numpy_capi_db::{Format, FormatArgument, format_unit_at};

/// The arguments that a format string takes, in order; `None` where it holds a unit that the database does not know.
pub(crate) fn arguments(format: Format, text: &str) -> Option<FormatArguments> {
    let mut found = FormatArguments::default();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if format == Format::Parse && matches!(first, ':' | ';') {
            break;
        }
        if first.is_whitespace() || matches!(first, '(' | ')' | ',' | '[' | ']' | '{' | '}' | ':') {
            rest = &rest[first.len_utf8()..];
            continue;
        }
        if format == Format::Parse && matches!(first, '|' | '$') {
            found.first_optional.get_or_insert(found.arguments.len());
            rest = &rest[1..];
            continue;
        }
        let unit = format_unit_at(format, rest)?;
        found.arguments.extend(unit.arguments);
        rest = &rest[unit.unit.len()..];
    }
    Some(found)
}

/// The arguments that a format string takes.
#[derive(Debug, Default)]
pub(crate) struct FormatArguments {
    /// One per variadic argument.
    pub arguments: Vec<&'static FormatArgument>,
    /// The position from which on arguments belong to optional units.
    pub first_optional: Option<usize>,
}

impl FormatArguments {
    /// Whether the argument at a position may stay untouched.
    pub(crate) fn is_optional(&self, position: usize) -> bool {
        self.first_optional.is_some_and(|first| position >= first)
    }
}
