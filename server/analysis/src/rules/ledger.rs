//! From a defect of the ledger to a finding: ranges, the stations of the path, words for who owns what.

use numpy_capi_db::{Control, Format, Ownership, Symbol, macro_syntax};

use super::{Finding, Related, Rule};
use crate::ownership::{Claims, Defect, DefectKind, Outcome};
use crate::syntax::{Function, SourceFile};
use crate::text::TextRange;

/// More decisions than this tell the reader nothing.
const STATION_LIMIT: usize = 8;

/// One function with what the ledger found in it.
pub(crate) struct FunctionAnalysis<'a> {
    pub file: &'a SourceFile,
    pub function: &'a Function<'a>,
    pub claims: &'a Claims,
    pub defects: &'a [Defect],
}

impl FunctionAnalysis<'_> {
    /// The defects of a kind, about objects.
    pub(crate) fn of_kind(&self, kind: DefectKind) -> impl Iterator<Item = &Defect> {
        self.defects
            .iter()
            .filter(move |defect| defect.kind == kind && defect.released_by.is_empty())
            .filter(|defect| !Self::was_refused(defect) && !Self::is_lost_argument(defect))
            .filter(|defect| !is_made_by_converter(defect) && self.import_losing(defect).is_none())
    }

    /// The losses of what `O&` converters made.
    pub(crate) fn lost_by_parsing(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| is_made_by_converter(defect) && self.import_losing(defect).is_none())
    }

    /// The losses by the return that the import of a function table hides, each with the macro that imports.
    pub(crate) fn lost_by_import(&self) -> impl Iterator<Item = (&Defect, &str)> {
        self.defects.iter().filter_map(|defect| Some((defect, self.import_losing(defect)?)))
    }

    /// The macro whose hidden return loses an object.
    fn import_losing(&self, defect: &Defect) -> Option<&str> {
        let is_loss = defect.kind == DefectKind::LostAtExit && defect.released_by.is_empty() && !defect.is_taken_over;
        let text = defect.at.of(self.file.text());
        let (name, _) = text.split_once('(').filter(|_| is_loss)?;
        let control = macro_syntax(name.trim_end())?.control;
        (control == Some(Control::ReturnOnFailure)).then(|| name.trim_end())
    }

    /// The defects of a kind, about memory and other resources.
    pub(crate) fn of_resource(&self, kind: DefectKind) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(move |defect| defect.kind == kind && !defect.released_by.is_empty())
    }

    /// Whether the resource of a defect is an iterator, which has rules of its own.
    #[allow(clippy::unused_self, reason = "It reads like the other questions about a defect.")]
    pub(crate) fn is_iterator(&self, defect: &Defect) -> bool {
        defect.released_by == "NpyIter_Deallocate"
    }

    /// The losses of references that the function took over from its caller.
    pub(crate) fn taken_over(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| Self::is_lost_argument(defect))
    }

    fn is_lost_argument(defect: &Defect) -> bool {
        let is_loss =
            matches!(defect.kind, DefectKind::LostAtExit | DefectKind::LostTemporary | DefectKind::Overwritten);
        is_loss && defect.is_taken_over
    }

    /// The losses after a refusal.
    pub(crate) fn refused(&self) -> impl Iterator<Item = &Defect> {
        self.defects.iter().filter(|defect| Self::was_refused(defect))
    }

    /// Whether the object of a defect is also lost as a temporary.
    pub(crate) fn is_lost_temporary(&self, defect: &Defect) -> bool {
        self.of_kind(DefectKind::LostTemporary).any(|lost| lost.acquired.range == defect.acquired.range)
    }

    /// Whether the object was offered to a call that would have stolen it, had it succeeded.
    pub(crate) fn was_refused(defect: &Defect) -> bool {
        let is_loss =
            matches!(defect.kind, DefectKind::LostAtExit | DefectKind::LostTemporary | DefectKind::Overwritten);
        is_loss && defect.is_refused
    }

    /// A finding at a place, with the path of a defect.
    pub(crate) fn finding(&self, rule: &'static Rule, defect: &Defect, range: TextRange, message: String) -> Finding {
        Finding {
            rule,
            severity: rule.severity,
            range,
            message,
            function: self.function.name.to_owned(),
            related: self.stations(defect, range),
            suggestion: None,
        }
    }

    /// How the function came by the object of a defect, in words.
    fn acquired(&self, defect: &Defect) -> String {
        // Where the ledger saw no reference being taken, the declaration stands for the origin.
        if defect.acquired.symbol.is_none()
            && defect.giver.is_none()
            && !defect.acquired.range.of(self.file.text()).contains('(')
        {
            return match defect.kind {
                DefectKind::ReleasedUninitialised => "it is declared here without a value".to_owned(),
                _ => "it is declared here".to_owned(),
            };
        }
        acquired(defect)
    }

    fn stations(&self, defect: &Defect, range: TextRange) -> Vec<Related> {
        let mut stations = Vec::new();
        if defect.acquired.range != range {
            stations.push(Related { range: defect.acquired.range, message: self.acquired(defect) });
        }
        let skipped = defect.path.len().saturating_sub(STATION_LIMIT);
        for station in defect.path.iter().skip(skipped) {
            let text = one_line(station.range.of(self.file.text()));
            let message = match station.outcome {
                Outcome::Condition(true) => format!("`{text}` is true"),
                Outcome::Condition(false) => format!("`{text}` is false"),
                Outcome::Call(true) => format!("`{text}` succeeds"),
                Outcome::Call(false) => format!("`{text}` fails"),
                Outcome::Gives(what) => format!("`{text}` gives {what}"),
                Outcome::FindsNothing => format!("`{text}` finds nothing"),
                Outcome::Case => format!("case `{text}` is taken"),
            };
            let related = Related { range: station.range, message };
            if !stations.contains(&related) {
                stations.push(related);
            }
        }
        if let Some(earlier) = defect.earlier
            && earlier != range
        {
            stations.push(Related { range: earlier, message: earlier_event(defect.kind).to_owned() });
        }
        if defect.at != range {
            stations.push(Related { range: defect.at, message: left(defect.kind).to_owned() });
        }
        stations
    }
}

/// The uses of pointers that are NULL on the path, or that can be left out.
pub(crate) fn null_uses<'a>(analysis: &'a FunctionAnalysis<'_>) -> impl Iterator<Item = &'a Defect> {
    analysis.of_kind(DefectKind::NullUsed).chain(analysis.of_kind(DefectKind::OptionalUsed))
}

/// Whether a defect stands at a call that changes the count of references and needs an object for it.
pub(crate) fn is_release(defect: &Defect) -> bool {
    let changes_count =
        |param: &numpy_capi_db::Param| matches!(param.ownership, Ownership::Released | Ownership::Retained);
    defect.api.is_some_and(|api| api.params.iter().any(changes_count))
}

/// What is wrong about the use of a pointer that is NULL.
pub(crate) fn null_message(defect: &Defect) -> String {
    let variable = holder(defect);
    let needs = defect.api.map_or_else(|| "is used".to_owned(), |api| format!("`{}` needs an object", api.name));
    match (defect.kind, defect.acquired.symbol) {
        (DefectKind::OptionalUsed, Some(_)) => {
            format!("{variable} is NULL where the argument is left out, and {needs}")
        }
        (DefectKind::OptionalUsed, None) => {
            format!("{variable} can be NULL, as the test elsewhere in the function says, and {needs}")
        }
        _ => format!("{variable} is NULL on this path, and {needs}"),
    }
}

/// The variable of a defect in backticks, or a description.
pub(crate) fn holder(defect: &Defect) -> String {
    if defect.variable.is_empty() { "the result".to_owned() } else { format!("`{}`", defect.variable) }
}

/// The API that handed the object out, in words.
pub(crate) fn source(defect: &Defect) -> String {
    match (defect.acquired.symbol, &defect.giver) {
        (Some(symbol), _) => format!("`{}`", symbol.name),
        (None, Some(giver)) if giver.is_empty() => "the call".to_owned(),
        (None, Some(giver)) => format!("`{giver}`"),
        (None, None) if is_from_caller(defect) => "the caller".to_owned(),
        (None, None) => "`Py_INCREF`".to_owned(),
    }
}

/// Whether what is lost at an exit came from a converter: no other unit of a parse hands out references.
fn is_made_by_converter(defect: &Defect) -> bool {
    defect.kind == DefectKind::LostAtExit && defect.released_by.is_empty() && defect.acquired.symbol.is_some_and(parses)
}

/// Whether the reference in question is the one that came with an argument.
fn is_from_caller(defect: &Defect) -> bool {
    let is_borrowed =
        matches!(defect.kind, DefectKind::ReleasedBorrowed | DefectKind::StolenBorrowed | DefectKind::ReturnedBorrowed);
    defect.is_taken_over || (defect.is_argument && is_borrowed)
}

fn acquired(defect: &Defect) -> String {
    let giver = defect.acquired.symbol.map(|symbol| symbol.name).or(defect.giver.as_deref());
    match giver {
        Some(name) if defect.kind == DefectKind::OptionalUsed => {
            format!("`{name}` leaves it as it was where the argument is not given")
        }
        Some(name) if defect.kind == DefectKind::NullUsed => format!("`{name}` gives NULL here"),
        None if matches!(defect.kind, DefectKind::NullUsed | DefectKind::OptionalUsed) => "declared here".to_owned(),
        Some(name)
            if matches!(
                defect.kind,
                DefectKind::ReleasedBorrowed | DefectKind::StolenBorrowed | DefectKind::ReturnedBorrowed
            ) =>
        {
            format!("`{name}` gives a borrowed reference here")
        }
        Some(name) if defect.kind == DefectKind::UsedAfterKeeper => {
            format!("`{name}` gives a pointer that the caller does not own")
        }
        Some(name) if defect.kind == DefectKind::FailureWithoutException => {
            format!("`{name}` fails here, and sets no exception")
        }
        Some(name) if matches!(defect.kind, DefectKind::StatusIgnored | DefectKind::AmbiguousUnchecked) => {
            format!("`{name}` can fail here")
        }
        Some(name) if !defect.released_by.is_empty() => format!("`{name}` is called here"),
        Some("") => "this call gives a new reference".to_owned(),
        Some(name) => format!("`{name}` gives a new reference here"),
        None if defect.kind == DefectKind::SuccessAfterRaising => "an exception is set here".to_owned(),
        None if defect.kind == DefectKind::SuccessAfterFailure => "this call fails and leaves an exception".to_owned(),
        None if is_from_caller(defect) => "it comes from the caller".to_owned(),
        None => "a reference is taken here".to_owned(),
    }
}

/// What it means that the function is left at the place of a defect.
fn left(kind: DefectKind) -> &'static str {
    match kind {
        DefectKind::SuccessAfterRaising
        | DefectKind::SuccessAfterFailure
        | DefectKind::StatusIgnored
        | DefectKind::AmbiguousUnchecked => "here the function returns a result",
        DefectKind::FailureWithoutException => "here the function fails",
        _ => "here the function is left without releasing it",
    }
}

/// Whether a call takes arguments apart by a format string.
pub(crate) fn parses(symbol: &Symbol) -> bool {
    symbol.params.iter().any(|param| param.format == Some(Format::Parse))
}

fn earlier_event(kind: DefectKind) -> &'static str {
    match kind {
        DefectKind::ReleasedAfterSteal => "the reference is stolen here",
        DefectKind::UsedAfterRelease => "the only reference is released here",
        DefectKind::UsedAfterSteal => "the only reference is stolen here",
        DefectKind::UsedAfterKeeper => "what kept it alive is released here",
        DefectKind::ReleasedTwice => "it is released here first",
        DefectKind::ReleasedUninitialised => "declared here",
        DefectKind::WriteBackPending => "the write-back is requested here",
        _ => "this call takes a reference of its own",
    }
}

/// A text on one line, shortened.
fn one_line(text: &str) -> String {
    const LIMIT: usize = 60;
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.chars().count() <= LIMIT {
        return joined;
    }
    joined.chars().take(LIMIT - 1).chain(['…']).collect()
}
