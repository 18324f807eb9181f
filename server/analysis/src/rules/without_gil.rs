//! What the rules on the GIL share: which calls surely need it.

use numpy_capi_db::{ExceptionOnFailure, Library, Ownership, ResultOwnership, Symbol};

use super::UsageAnalysis;
use crate::text::TextRange;
use crate::usage::{Call, Threads};

/// Where a function runs without the GIL.
pub(super) fn threads<'u>(analysis: &UsageAnalysis<'u>) -> Threads<'u> {
    match analysis.function {
        Some(function) => Threads::of(analysis.scope, analysis.usage, function.range),
        None => Threads::default(),
    }
}

/// Whether a call surely works on objects, the error indicator or Python's memory. Accessors that need the GIL by the
/// letter, but only read a field, do not count.
pub(super) fn needs_gil(analysis: &UsageAnalysis<'_>, call: &Call<'_>) -> bool {
    let Some(symbol) = call.symbol.filter(|symbol| symbol.needs_gil && symbol.library != Library::C) else {
        return false;
    };
    if let Some(position) = symbol.param_index("errmsg") {
        // NumPy's iterators leave a message there instead of setting an exception, so that they can run without the GIL.
        let message = call.arguments.get(position).map(|argument| analysis.scope.text(*argument));
        return message == Some("NULL");
    }
    symbol.error_indicator.is_some()
        || symbol.runs_python
        || gives_object(symbol)
        || takes_object(symbol)
        || raises(symbol)
}

fn gives_object(symbol: &Symbol) -> bool {
    matches!(symbol.returns.ownership, ResultOwnership::New | ResultOwnership::Resource)
}

/// Whether the call changes how many references there are, or gives memory back.
fn takes_object(symbol: &Symbol) -> bool {
    symbol.params.iter().any(|param| {
        matches!(
            param.ownership,
            Ownership::Stolen
                | Ownership::StolenOnSuccess
                | Ownership::Released
                | Ownership::Cleared
                | Ownership::Retained
                | Ownership::Replaced
                | Ownership::ConsumedResource
        )
    })
}

fn raises(symbol: &Symbol) -> bool {
    let can_fail = !symbol.returns.failure.is_empty() && symbol.returns.failure != "none";
    symbol.library == Library::Python && can_fail && symbol.returns.exception != ExceptionOnFailure::Never
}

/// What a finding says of the place where the GIL was released.
pub(super) fn released_here(opened_by: &str, opened: TextRange) -> super::Related {
    super::Related { range: opened, message: format!("`{opened_by}` releases the GIL here") }
}
