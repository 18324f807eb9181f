//! What a call promises and asks for, in few words of Markdown.

use numpy_capi_db::{
    Control, ErrorIndicator, ExceptionOnFailure, Holds, OutOnFailure, Ownership, Param, ResultOwnership, Returned,
    Symbol, WriteBack, macro_syntax,
};

use super::markdown::code;

/// The contract of a call as one line; `None` for what is not called.
pub(super) fn contract_line(symbol: &Symbol) -> Option<String> {
    if let Some(holds) = symbol.holds {
        return Some(holds_phrase(holds).to_owned());
    }
    if !symbol.callable && macro_syntax(symbol.name).is_none() {
        return None;
    }
    let mut parts = Vec::new();
    parts.extend(result_phrase(symbol));
    parts.extend(symbol.params.iter().filter_map(|param| transfer_phrase(symbol, param)));
    parts.extend(failure_phrase(symbol));
    parts.extend(hidden_control_phrase(symbol));
    parts.extend(symbol.error_indicator.map(|effect| error_indicator_phrase(effect).to_owned()));
    if symbol.callable {
        parts.push(if symbol.needs_gil { "needs the GIL" } else { "legal without the GIL" }.to_owned());
    }
    if symbol.runs_python {
        parts.push("may run Python code".to_owned());
    }
    Some(parts.join(" · "))
}

/// Who owns the result.
fn result_phrase(symbol: &Symbol) -> Option<String> {
    let returns = &symbol.returns;
    let from = match returns.borrowed_from {
        "" => String::new(),
        "interpreter" => ", which lives as long as the interpreter".to_owned(),
        param => format!(", kept alive by {}", code(param)),
    };
    match returns.ownership {
        ResultOwnership::None => elements_phrase(returns.elements),
        ResultOwnership::New if !returns.same_as.is_empty() => {
            Some(format!("returns {} with a **new** reference", code(returns.same_as)))
        }
        ResultOwnership::New => Some("returns **new** reference".to_owned()),
        ResultOwnership::Borrowed if !returns.same_as.is_empty() => {
            Some(format!("returns {} itself, **borrowed**", code(returns.same_as)))
        }
        ResultOwnership::Borrowed => Some(format!("returns **borrowed** reference{from}")),
        ResultOwnership::Resource => Some(format!("returns a **resource**{}", released_by(returns.released_by))),
    }
}

/// Whether reading a field borrows, and what replacing it asks for.
fn holds_phrase(holds: Holds) -> &'static str {
    match holds {
        Holds::Reference => {
            "holds a **reference** of the struct: reading it **borrows**, replacing it has to release the old one"
        }
        Holds::Borrowed => "holds **no reference**: it only points to the object",
    }
}

/// Who owns the references in an array of objects.
fn elements_phrase(elements: ResultOwnership) -> Option<String> {
    match elements {
        ResultOwnership::Borrowed => Some("returns an array of **borrowed** references".to_owned()),
        ResultOwnership::New => Some("returns an array of **new** references".to_owned()),
        ResultOwnership::None | ResultOwnership::Resource => None,
    }
}

/// What becomes of the reference that an argument holds; `None` where the caller just keeps it.
fn transfer_phrase(symbol: &Symbol, param: &Param) -> Option<String> {
    let name = code(param.name);
    let phrase = match param.ownership {
        Ownership::None | Ownership::Borrowed => return write_back_phrase(param),
        Ownership::Stolen if symbol.can_fail() => format!("**steals** {name} (also on failure)"),
        Ownership::Stolen => format!("**steals** {name}"),
        Ownership::StolenOnSuccess => format!("**steals** {name} (on success only)"),
        Ownership::Released => format!("**releases** {name}"),
        Ownership::Cleared => format!("**releases** {name} and sets it to NULL"),
        Ownership::Retained => format!("**adds** a reference to {name}"),
        Ownership::Replaced => {
            format!("**releases** the old {name}, then stores {} there", code(param.replaced_by))
        }
        Ownership::OutNew => format!("fills {name} with a **new** reference"),
        Ownership::OutBorrowed => format!("fills {name} with a **borrowed** reference"),
        Ownership::OutResource => format!("fills {name} with a **resource**{}", released_by(param.released_by)),
        Ownership::InOut => format!("may **consume** and replace what {name} points to"),
        Ownership::ConsumedResource => format!("**ends** {name}"),
    };
    Some(write_back_phrase(param).map_or(phrase.clone(), |more| format!("{phrase} · {more}")))
}

fn write_back_phrase(param: &Param) -> Option<String> {
    let name = code(param.name);
    param.write_back.map(|effect| match effect {
        WriteBack::Opened => format!("**opens** a write-back of {name}"),
        WriteBack::Resolved => format!("**resolves** the write-back of {name}"),
        WriteBack::Discarded => format!("**discards** the write-back of {name}"),
    })
}

fn released_by(function: &str) -> String {
    if function.is_empty() { String::new() } else { format!(" for {}", code(function)) }
}

/// How the call tells that it failed.
fn failure_phrase(symbol: &Symbol) -> Option<String> {
    let returns = &symbol.returns;
    if symbol.no_return {
        return Some("never returns".to_owned());
    }
    let success = if returns.success.is_empty() { String::new() } else { format!("{} on success, ", returns.success) };
    let failure = returns.failure;
    if failure.is_empty() {
        let has_result = symbol.callable && !matches!(symbol.result_type.as_str(), "" | "void");
        return has_result.then(|| "cannot fail".to_owned());
    }
    Some(match returns.exception {
        ExceptionOnFailure::Always => format!("{success}{failure} + exception on failure"),
        ExceptionOnFailure::Never => format!("{success}{failure} without exception on failure"),
        ExceptionOnFailure::Sometimes => format!("{success}{failure} on failure, not always with an exception"),
        ExceptionOnFailure::Ambiguous => {
            format!("{failure} + exception on failure, but {failure} can also be a result: ask `PyErr_Occurred()`")
        }
    })
}

/// The jump that a macro hides.
fn hidden_control_phrase(symbol: &Symbol) -> Option<String> {
    let syntax = macro_syntax(symbol.name)?;
    let value = match syntax.returned {
        Returned::None => String::new(),
        Returned::New => " with a **new** reference".to_owned(),
        Returned::Null | Returned::MinusOne => format!(" with {}", syntax.returned.word()),
        Returned::Argument => " with its argument".to_owned(),
    };
    let exception = if syntax.sets_exception { " + exception" } else { "" };
    let when = match syntax.control? {
        Control::NoReturn => return (!symbol.no_return).then(|| "never returns".to_owned()),
        Control::Return => "",
        Control::ReturnOnFailure => " on failure",
        Control::ReturnIfNonzero => " if the value is not 0",
    };
    Some(format!("**leaves the function**{value}{exception}{when}"))
}

fn error_indicator_phrase(effect: ErrorIndicator) -> &'static str {
    match effect {
        ErrorIndicator::Set => "sets an exception",
        ErrorIndicator::Clear => "clears the exception",
        ErrorIndicator::Read => "looks at the exception",
        ErrorIndicator::Fetch => "takes the exception away",
        ErrorIndicator::Restore => "puts an exception back",
    }
}

/// What a parameter asks for and does, as a phrase without full stop; empty for plain values.
pub(super) fn param_phrase(symbol: &Symbol, param: &Param) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(ownership_phrase(symbol, param));
    parts.extend(write_back_phrase(param));
    if param.may_be_null {
        parts.push("may be NULL".to_owned());
    }
    parts.join(", ")
}

fn ownership_phrase(symbol: &Symbol, param: &Param) -> Option<String> {
    let phrase = match param.ownership {
        Ownership::None => return None,
        Ownership::Borrowed => "borrowed".to_owned(),
        Ownership::Stolen if symbol.can_fail() => "**stolen**, also on failure".to_owned(),
        Ownership::Stolen => "**stolen**".to_owned(),
        Ownership::StolenOnSuccess => "**stolen** on success only".to_owned(),
        Ownership::Released => "gives up **one reference**".to_owned(),
        Ownership::Cleared => "gives up **one reference**, then is NULL".to_owned(),
        Ownership::Retained => "gains **one reference**".to_owned(),
        Ownership::Replaced => format!("its old reference is given up for {}", code(param.replaced_by)),
        Ownership::OutNew => "receives a **new** reference".to_owned(),
        Ownership::OutBorrowed => "receives a **borrowed** reference".to_owned(),
        Ownership::OutResource => format!("receives a **resource**{}", released_by(param.released_by)),
        Ownership::InOut => "its reference may be **consumed** and replaced".to_owned(),
        Ownership::ConsumedResource => "**ended** by the call".to_owned(),
    };
    Some(format!("{phrase}{}", out_on_failure(symbol, param)))
}

fn out_on_failure(symbol: &Symbol, param: &Param) -> &'static str {
    let is_out = matches!(param.ownership, Ownership::OutNew | Ownership::OutBorrowed | Ownership::OutResource);
    if !is_out || !symbol.can_fail() {
        return "";
    }
    match param.on_failure {
        OutOnFailure::Null => ", NULL on failure",
        OutOnFailure::Unchanged => ", unchanged on failure",
        OutOnFailure::Undefined => ", undefined on failure",
    }
}

#[cfg(test)]
mod tests {
    use numpy_capi_db::{Kind, Returns, symbol, symbols};

    use super::*;
    use crate::ide::fixture::{returns, sample};

    #[test]
    fn says_who_owns_what() {
        assert_eq!(
            contract_line(&sample()).unwrap_or_default(),
            "returns **new** reference · **steals** `descr` (also on failure) · fills `base` with a **new** reference · \
             NULL + exception on failure · needs the GIL · may run Python code"
        );
    }

    #[test]
    fn says_how_failure_shows() {
        let status = |exception| Symbol {
            returns: Box::leak(Box::new(Returns {
                ownership: ResultOwnership::None,
                failure: "-1",
                success: "0",
                exception,
                ..returns()
            })),
            params: &[],
            runs_python: false,
            ..sample()
        };
        let line = |exception| contract_line(&status(exception)).unwrap_or_default();
        assert_eq!(line(ExceptionOnFailure::Always), "0 on success, -1 + exception on failure · needs the GIL");
        assert_eq!(line(ExceptionOnFailure::Never), "0 on success, -1 without exception on failure · needs the GIL");
        assert!(line(ExceptionOnFailure::Ambiguous).contains("PyErr_Occurred"));
    }

    #[test]
    fn constants_have_no_contract() {
        let constant = Symbol { kind: Kind::Constant, callable: false, params: &[], ..sample() };
        assert_eq!(contract_line(&constant), None);
    }

    #[test]
    fn parameters_say_what_becomes_of_them() {
        let symbol = sample();
        let phrases: Vec<String> = symbol.params.iter().map(|param| param_phrase(&symbol, param)).collect();
        assert_eq!(
            phrases,
            ["**stolen**, also on failure, may be NULL", "", "receives a **new** reference, NULL on failure"]
        );
    }

    #[test]
    fn the_famous_thief_is_named() {
        let line = symbol("PyArray_NewFromDescr").and_then(contract_line).unwrap_or_default();
        assert!(line.starts_with("returns **new** reference · **steals** `descr` (also on failure)"), "{line}");
    }

    #[test]
    fn every_call_has_a_line_and_every_line_is_one() {
        for symbol in symbols().iter().filter(|symbol| symbol.callable) {
            let line = contract_line(symbol).unwrap_or_default();
            assert!(!line.is_empty() && !line.contains('\n'), "{}: {line:?}", symbol.name);
        }
    }
}
