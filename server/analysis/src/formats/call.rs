//! Calls with a format string: each unit with the arguments that it takes.

use numpy_capi_db::{Format, FormatArgument, Symbol};
use tree_sitter::Node;

use super::text::FormatText;
use super::units::{PlacedUnit, Units};
use crate::syntax::Kind;
use crate::usage::{Call, DataModel, Scope};

/// A call whose format string can be read.
#[derive(Debug)]
pub(crate) struct FormatCall<'a, 'c> {
    /// The entry of the callee.
    pub symbol: &'static Symbol,
    /// The mini-language.
    pub format: Format,
    /// The call.
    pub call: &'c Call<'a>,
    /// The expression of the format.
    pub node: Node<'a>,
    /// Its text.
    pub text: FormatText,
    /// Its units.
    pub units: Units,
    /// The variadic arguments.
    pub arguments: &'c [Node<'a>],
}

/// A variadic argument under its unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Taken<'a, 'f> {
    /// The unit.
    pub unit: &'f PlacedUnit,
    /// What the unit says of the argument.
    pub expected: &'static FormatArgument,
    /// Its position among the arguments of the unit.
    pub position: usize,
    /// Its position among the variadic arguments.
    pub index: usize,
    /// The argument.
    pub node: Node<'a>,
}

impl<'a, 'c> FormatCall<'a, 'c> {
    /// Reads a call as a platform sees it; `None` where it has no format string, or none that can be read.
    pub(crate) fn of(scope: &Scope<'a, '_>, call: &'c Call<'a>, model: DataModel) -> Option<Self> {
        let symbol = call.symbol?;
        let position = symbol.params.iter().position(|param| param.format.is_some())?;
        let format = symbol.params.get(position)?.format?;
        let first = symbol.params.iter().position(|param| param.name == "...")?;
        let node = *call.arguments.get(position)?;
        let arguments = call.arguments.get(first..)?;
        let text = FormatText::of(scope, node, model)?;
        let mut units = Units::read(format, &text.text);
        if !text.is_whole {
            units = units.cut(text.text.len());
        }
        Some(Self { symbol, format, call, node, text, units, arguments })
    }

    /// How many arguments the format takes and how many there are, where these are certain to differ.
    pub(crate) fn other_count(&self, scope: &Scope<'a, '_>) -> Option<(usize, usize)> {
        let is_read = self.text.is_whole && self.units.is_whole && !self.call.node.has_error();
        if !is_read || !self.arguments.iter().all(|node| is_one(scope, *node)) {
            return None;
        }
        // A number of C that Python's formats do not have is passed all the same.
        let taken_by = |unit: &PlacedUnit| unit.arguments().count() + usize::from(unit.unit.is_none());
        let wanted: usize = self.units.known.iter().map(taken_by).sum();
        let given = self.arguments.len();
        // A null pointer at the end is a habit from calls that need one, and harms nobody.
        let closing = self.arguments.iter().rev().take_while(|node| is_null(scope, **node)).count();
        (wanted > given || wanted + closing < given).then_some((wanted, given))
    }

    /// Each argument with its unit, as far as both are known. A macro among the arguments may stand for several; what
    /// comes after it is left out.
    ///
    /// Nothing is known of any of them where their number is not that of the format.
    pub(crate) fn taken(&self, scope: &Scope<'a, '_>) -> Vec<Taken<'a, '_>> {
        if self.other_count(scope).is_some() {
            return Vec::new();
        }
        let known = self.arguments.iter().take_while(|node| is_one(scope, **node)).count();
        let units = self.units.known.iter().take_while(|unit| unit.unit.is_some());
        let expected = units
            .flat_map(|unit| unit.arguments().enumerate().map(move |(position, expected)| (unit, expected, position)));
        let arguments = self.arguments.iter().take(known).enumerate();
        arguments
            .zip(expected)
            .map(|((index, node), (unit, expected, position))| Taken { unit, expected, position, index, node: *node })
            .collect()
    }
}

/// Whether an argument is certainly one argument, and not a macro that stands for several or for none.
fn is_one(scope: &Scope<'_, '_>, node: Node<'_>) -> bool {
    let name = scope.text(node);
    match scope.kind(node) {
        Kind::Identifier => match scope.file.macros().get(name) {
            Some(known) => !known.body.is_empty() && !known.body.contains(','),
            None => !scope.file.macros().defines(name) && (!is_upper_case(name) || is_declared(scope, node)),
        },
        Kind::CallExpression => {
            let callee =
                scope.file.grammar().child(node, |fields| fields.function).map_or("", |callee| scope.text(callee));
            !scope.file.macros().defines(callee) && (!is_upper_case(callee) || numpy_capi_db::callee(callee).is_some())
        }
        Kind::Error | Kind::Other => false,
        _ => !node.has_error(),
    }
}

fn is_declared(scope: &Scope<'_, '_>, node: Node<'_>) -> bool {
    let name = scope.text(node);
    scope.variable(name, node.start_byte()).is_some() || numpy_capi_db::symbol(name).is_some()
}

/// Whether a name is written as macros are.
fn is_upper_case(name: &str) -> bool {
    !name.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// Whether an argument is a null pointer.
fn is_null(scope: &Scope<'_, '_>, node: Node<'_>) -> bool {
    match scope.kind(node) {
        Kind::Null => true,
        Kind::Identifier => numpy_capi_db::symbol(scope.text(node)).is_some_and(|known| known.value == "NULL"),
        Kind::NumberLiteral => scope.text(node) == "0",
        _ => false,
    }
}
