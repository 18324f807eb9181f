//! The arguments of a call, each with what the database and the format string say of it.

use numpy_capi_db::{Format, Ownership, Param, Symbol, WriteBack, symbol};

use super::super::format_string;
use super::super::summary::{Callee, Converted, Summaries};
use super::Site;
use crate::flow::{Argument, Operand};

/// What happens to one argument.
pub(super) struct Transfer<'a> {
    pub argument: &'a Argument,
    pub ownership: Ownership,
    pub may_be_null: bool,
    /// Whether an out-parameter may stay untouched although the call succeeds.
    pub is_optional: bool,
    /// Whether an `O&` converter writes the out-parameter, and a later unit can still fail.
    pub is_converted_early: bool,
    /// Whether an `O&` converter writes the out-parameter.
    pub is_converted: bool,
    pub param: Option<&'static Param>,
    /// For an out-parameter that receives a resource: its type as declared, and the function that ends the resource.
    pub resource: (&'static str, &'static str),
    /// Whether the argument went into `Py_BuildValue` by a unit that takes a reference of its own.
    pub is_built: bool,
    /// For an `O&` converter of the file: what it leaves in the variable.
    pub converted: Option<Converted>,
}

impl<'a> Transfer<'a> {
    /// An out-parameter of a function of the file.
    pub(super) fn of_result(argument: &'a Argument, ownership: Ownership) -> Self {
        Self { ownership, may_be_null: true, is_optional: false, ..unfollowed(argument) }
    }
}

pub(super) fn differs_by_outcome(transfer: &Transfer<'_>) -> bool {
    let opens_write_back = transfer.param.is_some_and(|param| param.write_back == Some(WriteBack::Opened));
    opens_write_back
        || matches!(
            transfer.ownership,
            Ownership::StolenOnSuccess
                | Ownership::OutNew
                | Ownership::OutBorrowed
                | Ownership::OutResource
                | Ownership::InOut
        )
}

/// Whether an argument must point to an object.
pub(super) fn needs_object(transfer: &Transfer<'_>) -> bool {
    transfer.ownership.takes_object() && !transfer.may_be_null
}

/// Pairs arguments with what the database and the format string say of them.
pub(super) fn transfers<'a>(summaries: &Summaries, symbol: &'static Symbol, site: &Site<'a>) -> Vec<Transfer<'a>> {
    let mut transfers: Vec<Transfer<'a>> = Vec::with_capacity(site.arguments.len());
    let format = symbol.params.iter().position(|param| param.format.is_some());
    let variadic = symbol.params.iter().position(|param| param.name == "...");
    let units = format.and_then(|position| {
        let format = symbol.params.get(position)?.format?;
        match &site.arguments.get(position)?.operand {
            Operand::Text(text) => Some((format, format_string::arguments(format, text)?)),
            _ => None,
        }
    });
    for (position, argument) in site.arguments.iter().enumerate() {
        let param = symbol.param(position);
        let in_variadic = variadic.is_some_and(|first| position >= first);
        let transfer = match (&units, variadic) {
            (Some((format, units)), Some(first)) if in_variadic => {
                let before = site.arguments.get(position.wrapping_sub(1));
                let transfer = formatted(summaries, (argument, before), *format, units, position - first);
                // A list of names stands between the format and what it fills in.
                let is_by_name = symbol.params.get(first.wrapping_sub(1)).is_some_and(|param| param.format.is_none());
                let is_early = transfer.is_converted_early && units.can_fail_behind(position - first, is_by_name);
                Transfer { is_converted_early: is_early, ..transfer }
            }
            // Without a format that can be read, variadic arguments go where they are not followed.
            _ if in_variadic && format.is_some() => unfollowed(argument),
            _ => Transfer {
                argument,
                ownership: param.map_or(Ownership::InOut, |param| param.ownership),
                may_be_null: param.is_none_or(|param| param.may_be_null || param.name == "..."),
                is_optional: false,
                is_converted_early: false,
                is_converted: false,
                resource: param.map_or(("", ""), |param| (param.type_text.as_str(), param.released_by)),
                param,
                is_built: false,
                converted: None,
            },
        };
        transfers.push(transfer);
    }
    transfers
}

fn unfollowed(argument: &Argument) -> Transfer<'_> {
    Transfer {
        argument,
        ownership: Ownership::InOut,
        may_be_null: true,
        is_optional: true,
        is_converted_early: false,
        is_converted: false,
        resource: ("", ""),
        param: None,
        is_built: false,
        converted: None,
    }
}

/// A variadic argument under a format string, with the one before it.
fn formatted<'a>(
    summaries: &Summaries,
    (argument, before): (&'a Argument, Option<&Argument>),
    format: Format,
    units: &format_string::FormatArguments,
    position: usize,
) -> Transfer<'a> {
    let Some(unit) = units.arguments.get(position) else { return unfollowed(argument) };
    let mut ownership = unit.ownership;
    let (mut param, mut converted) = (None, None);
    if unit.opaque {
        // What `O&` leaves in the variable, its converter decides.
        let callee = before.and_then(|before| match &before.operand {
            Operand::Global(name) => Some(name),
            _ => None,
        });
        match callee.map(|name| (name, summaries.of(name))) {
            Some((_, Callee::Known(summary))) => converted = summary.as_converter(),
            Some((name, Callee::Elsewhere)) => {
                param = symbol(name).and_then(|symbol| symbol.params.iter().find(|param| param.converter));
            }
            Some((_, Callee::Unknown)) | None => {}
        }
        ownership = match (&converted, param) {
            (Some(Converted { is_new: true, .. }), _) => Ownership::OutNew,
            (Some(Converted { is_new: false, .. }), _) => Ownership::OutBorrowed,
            (None, param) => param.map_or(Ownership::InOut, |param| param.ownership),
        };
    }
    let cleans_up = param.is_none_or(|param| param.cleans_up) && converted.as_ref().is_none_or(|own| own.cleans_up);
    Transfer {
        argument,
        ownership,
        may_be_null: true,
        is_optional: units.is_optional(position),
        is_converted_early: !cleans_up,
        is_converted: unit.opaque,
        resource: (unit.type_text.as_str(), unit.released_by),
        param,
        is_built: format == Format::Build && unit.ownership == Ownership::Borrowed,
        converted,
    }
}
