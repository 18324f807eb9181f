//! Entries of the database as JSON. What an entry does not have is `null` or an empty list; no field is ever missing.

use numpy_capi_analysis::{Settings, ide};
use numpy_capi_db::{
    Change, Evidence, Format, Holds, Ownership, Param, Replacement, ResultOwnership, Returns, Symbol, Text, WriteBack,
};
use serde::Serialize;

/// Entries as one list.
///
/// # Errors
///
/// None in practice: there are only strings and numbers.
pub fn render(symbols: &[&Symbol]) -> serde_json::Result<String> {
    let entries: Vec<JsonSymbol> = symbols.iter().map(|symbol| JsonSymbol::from(*symbol)).collect();
    serde_json::to_string_pretty(&entries).map(|json| json + "\n")
}

/// One entry.
pub fn entry(symbol: &Symbol) -> serde_json::Value {
    serde_json::to_value(JsonSymbol::from(symbol)).unwrap_or_default()
}

type Present = Option<&'static str>;

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of the entry")]
struct JsonSymbol {
    name: &'static str,
    library: &'static str,
    kind: &'static str,
    chapter: &'static str,
    header: &'static str,
    signature: Present,
    callable: bool,
    params: Vec<JsonParam>,
    /// Indices, from 0, of the parameters that give a reference away.
    steals: Vec<usize>,
    result_type: Present,
    returns_ref: &'static str,
    can_return_null: bool,
    error_value: Present,
    success_value: Present,
    /// Whether an exception comes with the error value; `null` where the call cannot fail.
    exception: Present,
    returns: JsonReturns,
    summary: &'static str,
    details: Present,
    on_failure: Present,
    gil: bool,
    inline: bool,
    runs_python: bool,
    no_return: bool,
    error_indicator: Present,
    added_in: Present,
    deprecated_in: Present,
    removed_in: Present,
    changed: Vec<JsonChange>,
    target_version: Present,
    replacement: Option<JsonReplacement>,
    value: Present,
    value_number: Option<i64>,
    expands_to: &'static [&'static str],
    member_of: &'static [&'static str],
    guarantees: Present,
    last_entry: Present,
    obliges: Present,
    ignored_by: &'static [&'static str],
    #[serde(rename = "struct")]
    owner_struct: Present,
    holds: Option<&'static str>,
    example: Present,
    traps: Vec<&'static str>,
    see_also: Vec<&'static str>,
    documented: bool,
    url: Option<String>,
    evidence: &'static str,
}

#[derive(Serialize)]
struct JsonParam {
    name: &'static str,
    #[serde(rename = "type")]
    type_text: &'static str,
    ownership: &'static str,
    null: bool,
    set: Present,
    meaning: Present,
    replaced_by: Present,
    released_by: Present,
    write_back: Present,
    /// What an out-parameter holds after failure; `null` for others.
    writes_on_failure: Present,
    format: Present,
    converter: bool,
}

#[derive(Serialize)]
struct JsonReturns {
    same_as: Present,
    borrowed_from: Present,
    elements: Present,
    released_by: Present,
    meaning: Present,
}

#[derive(Serialize)]
struct JsonChange {
    version: &'static str,
    note: &'static str,
}

#[derive(Serialize)]
struct JsonReplacement {
    name: &'static str,
    note: Present,
}

impl From<&Symbol> for JsonSymbol {
    fn from(symbol: &Symbol) -> Self {
        Self {
            name: symbol.name,
            library: symbol.library.word(),
            kind: symbol.kind.word(),
            chapter: symbol.chapter.as_str(),
            header: symbol.header.as_str(),
            signature: present(symbol.signature.as_str()),
            callable: symbol.callable,
            params: symbol.params.iter().map(JsonParam::from).collect(),
            steals: steals(symbol),
            result_type: present(symbol.result_type.as_str()),
            returns_ref: symbol.returns.ownership.word(),
            can_return_null: symbol.can_return_null(),
            error_value: present(symbol.returns.failure),
            success_value: present(symbol.returns.success),
            exception: present(symbol.returns.failure).map(|_| symbol.returns.exception.word()),
            returns: JsonReturns::from(symbol.returns),
            summary: symbol.summary.as_str(),
            details: present(symbol.details.as_str()),
            on_failure: present(symbol.on_failure.as_str()),
            gil: symbol.needs_gil,
            inline: symbol.is_inline,
            runs_python: symbol.runs_python,
            no_return: symbol.no_return,
            error_indicator: symbol.error_indicator.map(numpy_capi_db::ErrorIndicator::word),
            added_in: present(symbol.added.as_str()),
            deprecated_in: present(symbol.deprecated.as_str()),
            removed_in: present(symbol.removed.as_str()),
            changed: symbol.changed.iter().map(JsonChange::from).collect(),
            target_version: present(symbol.target.as_str()),
            replacement: symbol.replacement.as_ref().map(JsonReplacement::from),
            value: present(symbol.value.as_str()),
            value_number: symbol.number,
            expands_to: symbol.expands_to,
            member_of: symbol.member_of,
            guarantees: present(symbol.guarantees.as_str()),
            last_entry: present(symbol.last_entry.as_str()),
            obliges: symbol.obliges_write_back.then_some("write-back"),
            ignored_by: symbol.ignored_by,
            owner_struct: present(symbol.owner_struct.as_str()),
            holds: symbol.holds.map(Holds::word),
            example: present(symbol.example.as_str()),
            traps: texts(symbol.traps),
            see_also: texts(symbol.see_also),
            documented: !symbol.manual.is_empty(),
            url: ide::manual_url(symbol, &Settings::default()),
            evidence: Evidence::word(symbol.evidence),
        }
    }
}

impl From<&Param> for JsonParam {
    fn from(param: &Param) -> Self {
        let is_out = matches!(param.ownership, Ownership::OutNew | Ownership::OutBorrowed | Ownership::OutResource);
        Self {
            name: param.name,
            type_text: param.type_text.as_str(),
            ownership: param.ownership.word(),
            null: param.may_be_null,
            set: present(param.constant_set),
            meaning: present(param.meaning.as_str()),
            replaced_by: present(param.replaced_by),
            released_by: present(param.released_by),
            write_back: param.write_back.map(WriteBack::word),
            writes_on_failure: is_out.then_some(param.on_failure.word()),
            format: param.format.map(Format::word),
            converter: param.converter,
        }
    }
}

impl From<&Returns> for JsonReturns {
    fn from(returns: &Returns) -> Self {
        Self {
            same_as: present(returns.same_as),
            borrowed_from: present(returns.borrowed_from),
            elements: present(if returns.elements == ResultOwnership::None { "" } else { returns.elements.word() }),
            released_by: present(returns.released_by),
            meaning: present(returns.meaning.as_str()),
        }
    }
}

impl From<&Change> for JsonChange {
    fn from(change: &Change) -> Self {
        Self { version: change.version.as_str(), note: change.note.as_str() }
    }
}

impl From<&Replacement> for JsonReplacement {
    fn from(replacement: &Replacement) -> Self {
        Self { name: replacement.name, note: present(replacement.note.as_str()) }
    }
}

fn steals(symbol: &Symbol) -> Vec<usize> {
    let gives_away = |param: &Param| matches!(param.ownership, Ownership::Stolen | Ownership::StolenOnSuccess);
    symbol.params.iter().enumerate().filter(|(_, param)| gives_away(param)).map(|(index, _)| index).collect()
}

fn present(text: &'static str) -> Present {
    Some(text).filter(|text| !text.is_empty())
}

fn texts(texts: &[Text]) -> Vec<&'static str> {
    texts.iter().map(|text| text.as_str()).collect()
}
