//! The units of a format string, each with its place.

use std::ops::Range;

use numpy_capi_db::{Format, FormatArgument, FormatUnit, format_unit_at};

/// The units of a format string.
#[derive(Debug, Default)]
pub(crate) struct Units {
    /// The units that take arguments, in order.
    pub known: Vec<PlacedUnit>,
    /// Whether the text was read to its end. Otherwise the units are those before the first that is not known.
    pub is_whole: bool,
    /// Where the optional units begin, as a position among the units; `None` where all are required.
    pub first_optional: Option<usize>,
    /// How many arguments of the Python function there are: what stands in parentheses is one.
    pub top_level: usize,
    /// How many of those are required.
    pub required: usize,
}

/// A unit that takes arguments.
#[derive(Clone, Debug)]
pub(crate) struct PlacedUnit {
    /// The entry; `None` for a conversion of C's `printf` that Python's formats do not have.
    pub unit: Option<&'static FormatUnit>,
    /// Where it stands in the text of the format, in bytes.
    pub range: Range<usize>,
    /// Whether its variables may stay untouched.
    pub is_optional: bool,
    /// How many numbers before its value say its width and precision: `%*d`.
    pub stars: usize,
}

impl PlacedUnit {
    /// The arguments that it takes, in order.
    pub(crate) fn arguments(&self) -> impl Iterator<Item = &'static FormatArgument> {
        let number = format_unit_at(Format::Print, "%d").and_then(|unit| unit.arguments.first());
        let stars = std::iter::repeat_n(number, self.stars).flatten();
        stars.chain(self.unit.into_iter().flat_map(|unit| unit.arguments))
    }
}

impl Units {
    /// Reads a format string.
    pub(crate) fn read(format: Format, text: &str) -> Self {
        match format {
            Format::Print => printed(text),
            Format::Parse | Format::Build => letters(format, text),
        }
    }

    /// Counts an argument, or parentheses around some.
    fn count(&mut self, depth: usize) {
        self.top_level += usize::from(depth == 0);
        self.required += usize::from(depth == 0 && self.first_optional.is_none());
    }

    /// The same without the last unit, which what follows the text may change: `s` and then `#`.
    #[must_use]
    pub(crate) fn cut(mut self, length: usize) -> Self {
        self.is_whole = false;
        if self.known.last().is_some_and(|unit| unit.range.end >= length) {
            self.known.pop();
        }
        self
    }
}

/// Units of letters, as in `O!|i`.
fn letters(format: Format, text: &str) -> Units {
    let mut found = Units::default();
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(first) = text.get(at..).and_then(|rest| rest.chars().next()) {
        match first {
            ':' | ';' if format == Format::Parse => break,
            '(' | '[' | '{' => {
                found.count(depth);
                depth += 1;
            }
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '|' | '$' if format == Format::Parse => {
                if first == '|' {
                    found.first_optional.get_or_insert(found.known.len());
                }
            }
            ',' | ':' => {}
            _ if first.is_whitespace() => {}
            _ => {
                let Some(unit) = text.get(at..).and_then(|rest| format_unit_at(format, rest)) else { return found };
                let range = at..at + unit.unit.len();
                at = range.end;
                let is_optional = found.first_optional.is_some();
                found.count(depth);
                found.known.push(PlacedUnit { unit: Some(unit), range, is_optional, stars: 0 });
                continue;
            }
        }
        at += first.len_utf8();
    }
    found.is_whole = true;
    found
}

/// Units after percent signs, as in `%5.2s`.
fn printed(text: &str) -> Units {
    let mut found = Units::default();
    let mut at = 0;
    while let Some(start) = text.get(at..).and_then(|rest| rest.find('%')).map(|offset| at + offset) {
        let Some((unit, end)) = conversion(text, start) else { return found };
        at = end;
        found.known.extend(unit);
    }
    found.is_whole = true;
    found
}

/// The conversion whose percent sign stands at an offset, and where it ends. The unit is `None` for `%%`.
fn conversion(text: &str, start: usize) -> Option<(Option<PlacedUnit>, usize)> {
    let rest = text.get(start + 1..)?;
    if rest.starts_with('%') {
        return Some((None, start + 2));
    }
    let modifiers = rest.find(|c: char| !matches!(c, '-' | '+' | ' ' | '#' | '0'..='9' | '.' | '*'))?;
    let (modifiers, rest) = rest.split_at(modifiers);
    let letters = rest.find(|c: char| !matches!(c, 'h' | 'l' | 'z' | 'j' | 't' | 'q' | 'L'))?;
    let length = letters + rest.get(letters..)?.chars().next()?.len_utf8();
    let letters = rest.get(..length)?;
    let known = |sign: &str| {
        let unit = format!("{sign}{letters}");
        format_unit_at(Format::Print, &unit).filter(|found| found.unit.len() == unit.len())
    };
    let unit = if modifiers.contains('#') { known("%#").or_else(|| known("%")) } else { known("%") };
    if unit.is_none() && !is_of_c(letters) {
        return None;
    }
    let end = start + 1 + modifiers.len() + length;
    let placed = PlacedUnit { unit, range: start..end, is_optional: false, stars: modifiers.matches('*').count() };
    Some((Some(placed), end))
}

/// Whether it is a conversion of a floating-point number, which C has and Python's formats do not.
fn is_of_c(letters: &str) -> bool {
    matches!(letters.trim_start_matches(['l', 'L']), "f" | "F" | "e" | "E" | "g" | "G" | "a")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The units of a format with a mark on the optional ones.
    fn units(format: Format, text: &str) -> Vec<String> {
        let read = Units::read(format, text);
        let shown = |unit: &PlacedUnit| {
            let mark = if unit.is_optional { "?" } else { "" };
            format!("{}{mark}", &text[unit.range.clone()])
        };
        read.known.iter().map(shown).chain((!read.is_whole).then(|| "...".to_owned())).collect()
    }

    #[test]
    fn units_of_letters() {
        assert_eq!(units(Format::Parse, "O!(ii)s#|$p:name"), ["O!", "i", "i", "s#", "p?"]);
        assert_eq!(units(Format::Parse, "iJi"), ["i", "..."]);
        assert_eq!(units(Format::Build, "{s:O, s:(NN)}"), ["s", "O", "s", "N", "N"]);
    }

    #[test]
    fn units_after_percent_signs() {
        assert_eq!(units(Format::Print, "100%% %-5zd of %.200s, %*d"), ["%-5zd", "%.200s", "%*d"]);
        assert_eq!(units(Format::Print, "%R is %g"), ["%R", "%g"]);
        assert_eq!(units(Format::Print, "%d and %n"), ["%d", "..."]);
    }
}
