//! Format strings: which variadic arguments they take, and who owns them.

use numpy_capi_db::{Format, FormatArgument, FormatUnit, format_unit_at};

use crate::formats::{PlacedUnit as PrintedUnit, Units as PrintedUnits};

/// The arguments that a format string takes, in order; `None` where it holds a unit that the database does not know.
pub(crate) fn arguments(format: Format, text: &str) -> Option<FormatArguments> {
    if format == Format::Print {
        return printed(text);
    }
    let units = units(format, text);
    if !units.is_whole {
        return None;
    }
    let arguments = units.placed.iter().flat_map(|placed| placed.unit.arguments).collect();
    let picky_end = if text.contains('(') { usize::MAX } else { units.picky_end() };
    Some(FormatArguments { arguments, first_optional: units.first_optional, picky_end })
}

/// The arguments of a message, whose units stand after percent signs.
fn printed(text: &str) -> Option<FormatArguments> {
    let units = PrintedUnits::read(Format::Print, text);
    if !units.is_whole || units.known.iter().any(|placed| placed.unit.is_none()) {
        return None;
    }
    let arguments: Vec<_> = units.known.iter().flat_map(PrintedUnit::arguments).collect();
    let picky_end = arguments.len();
    Some(FormatArguments { arguments, first_optional: None, picky_end })
}

/// The units of a format string of letters, as far as the database knows them.
pub(crate) fn units(format: Format, text: &str) -> Units {
    let mut found = Units { placed: Vec::new(), first_optional: None, is_whole: true };
    let (mut at, mut taken) = (0, 0);
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        if format == Format::Parse && matches!(first, ':' | ';') {
            break;
        }
        if first.is_whitespace() || matches!(first, '(' | ')' | ',' | '[' | ']' | '{' | '}' | ':') {
            at += first.len_utf8();
            continue;
        }
        if format == Format::Parse && matches!(first, '|' | '$') {
            found.first_optional.get_or_insert(taken);
            at += 1;
            continue;
        }
        let Some(unit) = text.get(at..).and_then(|rest| format_unit_at(format, rest)) else {
            found.is_whole = false;
            break;
        };
        found.placed.push(PlacedUnit { unit, at, is_optional: found.first_optional.is_some() });
        taken += unit.arguments.len();
        at += unit.unit.len();
    }
    found
}

/// The units of a format string.
#[derive(Debug)]
pub(crate) struct Units {
    /// In order.
    pub placed: Vec<PlacedUnit>,
    /// The position from which on arguments belong to optional units.
    first_optional: Option<usize>,
    /// Whether the whole string could be read.
    pub is_whole: bool,
}

impl Units {
    /// The position behind the last argument of a unit that can refuse what is passed.
    fn picky_end(&self) -> usize {
        let mut taken = 0;
        let ends = self.placed.iter().map(|placed| {
            taken += placed.unit.arguments.len();
            if placed.unit.takes_all { 0 } else { taken }
        });
        ends.max().unwrap_or(0)
    }
}

/// A unit and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedUnit {
    /// What the database says of it.
    pub unit: &'static FormatUnit,
    /// Its offset in the format string, in bytes.
    pub at: usize,
    /// Whether callers may leave its argument out.
    pub is_optional: bool,
}

/// The arguments that a format string takes.
#[derive(Debug, Default)]
pub(crate) struct FormatArguments {
    /// One per variadic argument.
    pub arguments: Vec<&'static FormatArgument>,
    /// The position from which on arguments belong to optional units.
    pub first_optional: Option<usize>,
    /// The position from which on no unit refuses what is passed. Tuples inside count as if everything could.
    picky_end: usize,
}

impl FormatArguments {
    /// Whether the argument at a position may stay untouched.
    pub(crate) fn is_optional(&self, position: usize) -> bool {
        self.first_optional.is_some_and(|first| position >= first)
    }

    /// Whether the parse can fail behind the argument at a position. By position all arguments are counted before the
    /// first is converted; by name, one that is missing or unknown shows later.
    pub(crate) fn can_fail_behind(&self, position: usize, is_by_name: bool) -> bool {
        position + 1 < if is_by_name { self.arguments.len() } else { self.picky_end.min(self.arguments.len()) }
    }
}
