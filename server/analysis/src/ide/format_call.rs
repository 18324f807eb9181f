//! Calls with a format string: which variadic argument belongs to which unit.

use numpy_capi_db::{Format, FormatArgument, Ownership, Symbol, symbol};

use super::arguments::{arguments, text_range};
use super::context::{Call, Context};
use super::lexer::TokenKind;
use super::markdown::{bold, code};
use crate::ownership::format_string::{self, PlacedUnit};
use crate::text::TextRange;

/// A call of `PyArg_*` or `Py_BuildValue` and the like, as far as it is typed.
#[derive(Debug)]
pub(super) struct FormatCall<'text> {
    /// What is called.
    pub callee: &'static Symbol,
    /// The mini-language of its format.
    pub format: Format,
    /// The units that could be read, in order.
    pub units: Vec<Unit>,
    /// The variadic arguments as text, in order; empty where one is not typed yet.
    pub values: Vec<&'text str>,
    /// Position of the first variadic argument in the call.
    pub first_value: usize,
}

/// A unit of the format.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    /// What the database says of it, and where it stands in the format.
    pub placed: PlacedUnit,
    /// Where it stands in the file.
    pub range: TextRange,
    /// Position, among the variadic arguments, of the first that it takes.
    pub first_argument: usize,
}

impl<'text> FormatCall<'text> {
    /// The call whose format string stands at the literal that the context touches or surrounds, or in whose variadic
    /// arguments the cursor stands.
    pub fn of(context: &Context<'text>, call: Call<'text>) -> Option<Self> {
        let callee = symbol(call.name)?;
        let position =
            callee.params.iter().position(|param| matches!(param.format, Some(Format::Parse | Format::Build)))?;
        let format = callee.params.get(position)?.format?;
        let first_value = callee.param_index("...")?;
        let arguments = arguments(context, call);
        let pieces = context.tokens().get(arguments.get(position)?.clone())?;
        let mut units = Vec::new();
        let mut first_argument = 0;
        for piece in pieces {
            // A macro among the strings may stand for any units.
            if !matches!(piece.kind, TokenKind::Literal { .. }) {
                break;
            }
            let start = piece.range.start + 1;
            let text = piece.range.of(context.text());
            let text = text.get(1..).unwrap_or_default();
            let text = text.strip_suffix('"').unwrap_or(text);
            let read = format_string::units(format, text);
            for placed in &read.placed {
                let range = TextRange::new(start + placed.at, start + placed.at + placed.unit.unit.len());
                units.push(Unit { placed: *placed, range, first_argument });
                first_argument += placed.unit.arguments.len();
            }
            if !read.is_whole {
                break;
            }
        }
        let value = |argument| text_range(context, argument).map_or("", |range| range.of(context.text()));
        let values = arguments.into_iter().skip(first_value).map(value).collect();
        Some(Self { callee, format, units, values, first_value })
    }

    /// The unit that takes a variadic argument, and which of its arguments that is.
    pub fn taker(&self, position: usize) -> Option<(&Unit, &'static FormatArgument)> {
        self.units.iter().find_map(|unit| {
            let argument = unit.placed.unit.arguments.get(position.checked_sub(unit.first_argument)?)?;
            Some((unit, argument))
        })
    }

    /// The text of the argument that a unit takes.
    fn value(&self, unit: &Unit, index: usize) -> &'text str {
        self.values.get(unit.first_argument + index).copied().unwrap_or_default()
    }

    /// All units as a list: what each takes and who owns it.
    pub fn overview(&self) -> String {
        let items: Vec<String> = self.units.iter().map(|unit| format!("- {}", self.line(unit))).collect();
        items.join("\n")
    }

    fn line(&self, unit: &Unit) -> String {
        let placed = &unit.placed;
        if placed.unit.arguments.is_empty() {
            return format!("{}: {}", code(placed.unit.unit), placed.unit.summary);
        }
        let values: Vec<String> = (0..placed.unit.arguments.len())
            .map(|index| self.value(unit, index))
            .map(|value| if value.is_empty() { "*no argument yet*".to_owned() } else { code(value) })
            .collect();
        let ownership: Vec<&str> = placed.unit.arguments.iter().filter_map(phrase).collect();
        let ownership = if ownership.is_empty() { String::new() } else { format!(" ({})", ownership.join("; ")) };
        let optional = if placed.is_optional { ", optional" } else { "" };
        format!("{} {}{optional}: {}{ownership}", code(placed.unit.unit), values.join(", "), placed.unit.summary)
    }

    /// One unit with its arguments, in full.
    pub fn explanation(&self, unit: &Unit) -> String {
        let mut blocks = vec![format!("{} {}", bold(&code(unit.placed.unit.unit)), unit.placed.unit.summary)];
        let items = unit.placed.unit.arguments.iter().enumerate().map(|(index, argument)| {
            let value = self.value(unit, index);
            let value = if value.is_empty() { String::new() } else { format!("{}, ", code(value)) };
            let ownership = phrase(argument).map(|phrase| format!("{}. ", bold(phrase))).unwrap_or_default();
            let end = if argument.released_by.is_empty() {
                String::new()
            } else {
                format!(" Ended by {}.", code(argument.released_by))
            };
            format!("- {value}{}: {ownership}{}{end}", code(argument.type_text.as_str()), argument.meaning)
        });
        blocks.push(items.collect::<Vec<_>>().join("\n"));
        blocks.retain(|block| !block.is_empty());
        blocks.join("\n\n")
    }
}

/// Who owns the reference that an argument holds or receives; `None` where it is no object.
pub(super) fn phrase(argument: &FormatArgument) -> Option<&'static str> {
    match argument.ownership {
        Ownership::OutNew => Some("receives a new reference"),
        Ownership::OutBorrowed => Some("receives a borrowed reference"),
        Ownership::OutResource => Some("receives a resource that has to be ended"),
        Ownership::Stolen | Ownership::StolenOnSuccess => Some("the reference is stolen"),
        Ownership::Borrowed => Some("borrowed: the call takes a reference of its own"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn with_call<T>(marked: &str, run: impl FnOnce(&FormatCall) -> T) -> T {
        let (file, offset) = at_cursor(marked);
        let context = Context::at_literal(file.text(), offset).or_else(|| Context::at(file.text(), offset));
        let context = context.expect("the cursor stands in a call");
        let call = context.call().expect("the cursor stands in a call");
        run(&FormatCall::of(&context, call).expect("the call has a format"))
    }

    #[test]
    fn arguments_go_with_their_units() {
        with_call("PyArg_ParseTuple(args, \"O!i|d$0:f\", &PyArray_Type, &arr, &n, &x);", |call| {
            let taken = |position: usize| call.taker(position).map(|(unit, _)| unit.placed.unit.unit);
            assert_eq!(
                [taken(0), taken(1), taken(2), taken(3), taken(4)],
                [Some("O!"), Some("O!"), Some("i"), Some("d"), None]
            );
            let overview = call.overview();
            assert!(overview.contains("- `O!` `&PyArray_Type`, `&arr`: "), "{overview}");
            assert!(overview.contains("receives a borrowed reference"), "{overview}");
            assert!(overview.contains("- `d` `&x`, optional: "), "{overview}");
        });
    }

    #[test]
    fn strings_side_by_side_are_one_format() {
        with_call("PyArg_ParseTuple(args, \"O\" \"i$0\", &a, &b)", |call| {
            assert_eq!(call.taker(1).map(|(unit, _)| unit.placed.unit.unit), Some("i"));
        });
    }

    #[test]
    fn behind_a_macro_nothing_is_claimed() {
        with_call("PyArg_ParseTuple(args, \"O\" FORMAT \"i\", &a, $0", |call| {
            assert_eq!((call.units.len(), call.taker(1).is_none()), (1, true));
        });
    }

    #[test]
    fn a_call_that_is_being_typed_has_what_is_there() {
        with_call("Py_BuildValue(\"(iN$0", |call| {
            assert_eq!(call.units.len(), 2);
            assert!(call.overview().contains("- `N` *no argument yet*: "), "{}", call.overview());
            assert!(call.overview().contains("the reference is stolen"), "{}", call.overview());
        });
    }
}
