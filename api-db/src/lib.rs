//! What the NumPy and CPython C-APIs promise.
//!
//! The data files under `data` are compiled into static tables: nothing is parsed or allocated at start, and a look-up
//! is one step or a few. This crate does no I/O and knows neither a parser nor the language server protocol.

mod flags;
mod index;
mod model;
mod text;
mod words;

pub use flags::{ArrayFlags, flag_value};
pub use model::{
    Certainty, Change, FieldValue, FormatArgument, FormatUnit, MacroSyntax, Param, Particulars, RemovedHeader,
    Replacement, Returns, Symbol,
};
pub use text::Text;
pub use words::{
    Control, ErrorIndicator, Evidence, ExceptionOnFailure, Format, Holds, Kind, Library, OutOnFailure, Ownership,
    Reads, ResultOwnership, Returned, WriteBack,
};

/// The tables that the build script writes.
#[allow(clippy::unreadable_literal, reason = "nobody reads the tables")]
mod tables {
    use crate::model::{
        Certainty, Change, FieldValue, FormatArgument, FormatUnit, MacroSyntax, Param, Particulars, RemovedHeader,
        Replacement, Returns, Slot, Symbol,
    };
    use crate::text::Text;
    use crate::words::{
        Control, ErrorIndicator, Evidence, ExceptionOnFailure, Format, Holds, Kind, Library, OutOnFailure, Ownership,
        Reads, ResultOwnership, Returned, WriteBack,
    };
    include!(concat!(env!("OUT_DIR"), "/tables.rs"));

    /// What every `Text` is a part of.
    pub(super) static TEXTS: &str = include_str!(concat!(env!("OUT_DIR"), "/texts.txt"));
}

impl Ownership {
    /// Whether an argument is an object that the call looks at, keeps, or changes the count of.
    pub const fn takes_object(self) -> bool {
        matches!(self, Self::Borrowed | Self::Stolen | Self::StolenOnSuccess | Self::Released | Self::Retained)
    }
}

/// Every symbol, ordered by name.
pub fn symbols() -> &'static [Symbol] {
    tables::SYMBOLS
}

/// The entry of a C name that code has without asking for an old header. Where both libraries have the name, NumPy's.
pub fn symbol(name: &str) -> Option<&'static Symbol> {
    entries(name).find(|entry| !entry.explicit_include)
}

/// Every entry of a C name, those of old headers included.
pub fn entries(name: &str) -> impl Iterator<Item = &'static Symbol> {
    let name_at = |row: usize| tables::SYMBOLS.get(row).map(|entry| entry.name);
    let first = index::find(tables::SYMBOLS_BY_NAME, name, name_at);
    let rows = first.and_then(|first| tables::SYMBOLS.get(first..)).unwrap_or_default();
    rows.iter().take_while(move |entry| entry.name == name)
}

/// The member of a struct that a call through a function pointer names: `member` of `x->tp_alloc(…)` is `tp_alloc`.
/// `through` is the member, function or macro that stands before the arrow: `f` of `descr->f->getitem(…)`,
/// `PyDataType_GetArrFuncs` of `PyDataType_GetArrFuncs(descr)->getitem(…)`; it decides where the member's name alone
/// leaves doubt. The entry's name is that of struct and member, `PyTypeObject.tp_alloc`, by which `symbol` finds it too.
pub fn slot(member: &str, through: &str) -> Option<&'static Symbol> {
    let first = tables::SLOTS.partition_point(|slot| slot.member < member);
    let mut slots = tables::SLOTS.iter().skip(first).take_while(|slot| slot.member == member);
    let found = slots.find(|slot| slot.reached_through.iter().any(|&name| name == "*" || name == through))?;
    symbol(found.name)
}

/// A function of the C library. These are known to the analysis only: `symbols` and `entries` do not have them.
pub fn library_function(name: &str) -> Option<&'static Symbol> {
    let name_at = |row: usize| tables::C_LIBRARY.get(row).map(|entry| entry.name);
    tables::C_LIBRARY.get(index::find(tables::C_LIBRARY_BY_NAME, name, name_at)?)
}

/// What a call of this name calls: a function or macro of the C-API, what a function-pointer type of the C-API points
/// to, or a function of the C library.
pub fn callee(name: &str) -> Option<&'static Symbol> {
    let is_called = |symbol: &&Symbol| symbol.callable || symbol.kind == Kind::Type && !symbol.params.is_empty();
    symbol(name).filter(is_called).or_else(|| library_function(name))
}

/// How a macro reads, where it is not simply an expression.
pub fn macro_syntax(name: &str) -> Option<&'static MacroSyntax> {
    let name_at = |row: usize| tables::MACROS.get(row).map(|entry| entry.name);
    tables::MACROS.get(index::find(tables::MACROS_BY_NAME, name, name_at)?)
}

/// Every macro with a reading of its own, ordered by name.
pub fn macros() -> &'static [MacroSyntax] {
    tables::MACROS
}

/// The header of a name, where NumPy no longer has it.
pub fn removed_header(name: &str) -> Option<&'static RemovedHeader> {
    tables::REMOVED_HEADERS.iter().find(|header| header.name == name)
}

/// The units of one format mini-language.
pub fn format_units(format: Format) -> impl Iterator<Item = &'static FormatUnit> {
    tables::FORMAT_UNITS.iter().filter(move |unit| unit.format == format)
}

/// The longest unit of a mini-language that `text` starts with.
pub fn format_unit_at(format: Format, text: &str) -> Option<&'static FormatUnit> {
    format_units(format).filter(|unit| text.starts_with(unit.unit)).max_by_key(|unit| unit.unit.len())
}

/// The members of a constant set such as `array-requirement` or `typenum`, ordered by name.
pub fn constant_set(set: &str) -> impl Iterator<Item = &'static Symbol> {
    tables::SYMBOLS.iter().filter(move |entry| entry.member_of.contains(&set) && !entry.explicit_include)
}

impl Symbol {
    /// The parameter at an argument position; variadic arguments share the last one.
    pub fn param(&self, position: usize) -> Option<&'static Param> {
        self.params.get(position).or_else(|| self.params.last().filter(|param| param.name == "..."))
    }

    /// The index of a named parameter.
    pub fn param_index(&self, name: &str) -> Option<usize> {
        self.params.iter().position(|param| param.name == name)
    }

    /// Whether a call can hand back a NULL pointer or another failure value.
    pub fn can_fail(&self) -> bool {
        !self.returns.failure.is_empty()
    }

    /// Whether the result can be a NULL pointer.
    pub fn can_return_null(&self) -> bool {
        self.returns.failure == "NULL"
    }

    /// Whether a call cannot fail because an argument is this constant, given as its value or its name.
    pub fn is_certain_with(&self, position: usize, value: Option<i64>, name: Option<&str>) -> bool {
        let Some(certainty) = &self.returns.certain_with else { return false };
        let is_in_range = |value: i64| {
            certainty.low.is_some_and(|low| low <= value) && certainty.high.is_some_and(|high| value <= high)
        };
        if self.param_index(certainty.param) != Some(position) {
            return false;
        }
        value.is_some_and(is_in_range)
            || constant_set(certainty.set)
                .any(|member| Some(member.name) == name || (value.is_some() && member.number == value))
    }

    /// Whether this is an `O&` converter.
    pub fn is_converter(&self) -> bool {
        self.params.iter().any(|param| param.converter)
    }
}

// The modules of the build script, for the tests of the validation.
#[cfg(test)]
#[allow(dead_code, reason = "The tests need a part of it.")]
#[path = "../build/check.rs"]
mod check;
#[cfg(test)]
#[allow(dead_code, reason = "The tests need a part of it.")]
#[path = "../build/read.rs"]
mod read;
#[cfg(test)]
#[allow(dead_code, reason = "The tests need a part of it.")]
#[path = "../build/signature.rs"]
mod signature;
#[cfg(test)]
#[allow(dead_code, reason = "The tests need a part of it.")]
#[path = "../build/slots.rs"]
mod slots;
#[cfg(test)]
mod tests;
