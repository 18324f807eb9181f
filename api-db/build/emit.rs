//! Writing the tables as Rust source.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::index;
use crate::read::{Data, Located, RawHeader, RawMacro, RawParam, RawReturns, RawSymbol, RawUnit};
use crate::slots::{self, Contract, FunctionTypes};
use crate::texts::Texts;
use crate::words::{
    Control, ErrorIndicator, Evidence, ExceptionOnFailure, Format, Holds, Kind, Library, OutOnFailure, Ownership,
    Reads, ResultOwnership, Returned, WriteBack,
};

/// The record that entries without particulars share, and that of things that are not called.
const EMPTY_RECORDS: &str = r#"
static EMPTY_PARTICULARS: Particulars = Particulars { explicit_include: false, details: Text::EMPTY, on_failure: Text::EMPTY, error_indicator: None, deprecated: Text::EMPTY,
    removed: Text::EMPTY, earlier_result: Text::EMPTY, moved: Text::EMPTY, limited_form: Text::EMPTY, changed: &[], target: Text::EMPTY, replacement: None, platform_values: &[], expands_to: &[], guarantees: Text::EMPTY, last_entry: Text::EMPTY, obliges_write_back: false, ignored_by: &[], family: "", owner_struct: Text::EMPTY, holds: None, takes: None, example: Text::EMPTY, traps: &[], see_also: &[] };
static NOTHING_RETURNED: Returns = Returns { ownership: ResultOwnership::None, failure: "",
    exception: ExceptionOnFailure::Never, success: "", fails_only_by_misuse: false, release_is_idiom: false, nothing: "",
    certain_with: None, same_as: "", borrowed_from: "", elements: ResultOwnership::None, released_by: "", meaning: Text::EMPTY };
"#;

/// The Rust source of all tables; their prose goes to `texts`.
pub fn tables(data: &Data, texts: &Texts) -> String {
    let mut out = String::new();
    let types = FunctionTypes::of(data);
    let mut records = Records { texts, names: HashMap::new(), declarations: String::new() };
    let mut symbols: Vec<&Located<RawSymbol>> = data.symbols.iter().collect();
    symbols.sort_by_key(|symbol| (symbol.name.clone(), symbol.chapter.library.clone()));
    out.push_str(EMPTY_RECORDS);
    // The C library is not an API that is offered: a table of its own keeps it out of every listing.
    let (of_c, symbols): (Vec<_>, Vec<_>) = symbols.into_iter().partition(|symbol| symbol.chapter.library == "c");
    for (name, symbols) in [("SYMBOLS", symbols), ("C_LIBRARY", of_c)] {
        slots_of(&mut out, name, symbols.iter().map(|symbol| symbol.name.as_str()));
        let rows = symbols.iter().map(|symbol| symbol_literal(symbol, &types.contract(symbol), &mut records));
        table(&mut out, name, "Symbol", rows);
    }
    let slots = slots::slots(data, &types);
    table(
        &mut out,
        "SLOTS",
        "Slot",
        slots.iter().map(|(member, through, name)| {
            format!("Slot {{ member: {member:?}, reached_through: &{through:?}, name: {name:?} }}")
        }),
    );
    let mut macros: Vec<&Located<RawMacro>> = data.macros.iter().collect();
    macros.sort_by_key(|entry| entry.name.clone());
    slots_of(&mut out, "MACROS", macros.iter().map(|entry| entry.name.as_str()));
    table(&mut out, "MACROS", "MacroSyntax", macros.iter().map(|entry| macro_literal(entry)));
    table(&mut out, "REMOVED_HEADERS", "RemovedHeader", data.headers.iter().map(header_literal));
    table(&mut out, "FORMAT_UNITS", "FormatUnit", data.units.iter().map(|unit| unit_literal(unit, texts)));
    out.push_str(&records.declarations);
    out
}

/// The slots by which the rows of a table are found.
fn slots_of<'a>(out: &mut String, table: &str, names: impl Iterator<Item = &'a str>) {
    let _ = writeln!(out, "pub(super) static {table}_BY_NAME: &[u32] = &{:?};", index::slots(names));
}

fn table(out: &mut String, name: &str, item: &str, rows: impl Iterator<Item = String>) {
    let _ = writeln!(out, "pub(super) static {name}: &[{item}] = &[");
    for row in rows {
        let _ = writeln!(out, "    {row},");
    }
    let _ = writeln!(out, "];");
}

/// Records that many entries have in common, written once.
struct Records<'a> {
    texts: &'a Texts,
    names: HashMap<String, String>,
    declarations: String,
}

impl Records<'_> {
    /// The name of the static that holds a value of a type.
    fn shared(&mut self, type_text: &str, value: String) -> String {
        let name = format!("RECORD_{}", self.names.len());
        if let Some(known) = self.names.get(&value) {
            return known.clone();
        }
        let _ = writeln!(self.declarations, "static {name}: {type_text} = {value};");
        self.names.insert(value, name.clone());
        name
    }
}

/// The enum path of a word that the validation has accepted.
macro_rules! path {
    ($vocabulary:ident, $word:expr) => {
        $vocabulary::from_word($word)
            .map(|value| format!(concat!(stringify!($vocabulary), "::{:?}"), value))
            .unwrap_or_default()
    };
}

macro_rules! optional_path {
    ($vocabulary:ident, $word:expr) => {
        $word.as_deref().map_or_else(|| "None".to_owned(), |word| format!("Some({})", path!($vocabulary, word)))
    };
}

/// The constants that a field takes.
fn field_value_literal(symbol: &RawSymbol) -> String {
    symbol.takes.as_ref().map_or_else(
        || "None".to_owned(),
        |takes| format!("Some(FieldValue {{ sets: {}, position: {} }})", names(&takes.sets), takes.position),
    )
}

fn symbol_literal(entry: &Located<RawSymbol>, contract: &Contract<'_>, records: &mut Records<'_>) -> String {
    let symbol = &entry.value;
    let texts = records.texts;
    let params: Vec<String> = contract
        .signature
        .params
        .iter()
        .filter_map(|(type_text, name)| Some(param_literal(name, type_text, contract.entry.params.get(name)?, texts)))
        .collect();
    let params = records.shared("&[Param]", format!("&[{}]", params.join(", ")));
    let returns = contract.entry.returns.as_ref();
    let returns = returns.map(|returns| records.shared("Returns", returns_literal(returns, texts)));
    let changed: Vec<String> = symbol
        .changed
        .iter()
        .map(|change| {
            let (version, note) = (texts.literal(&change.version), texts.literal(&change.note));
            format!("Change {{ version: {version}, note: {note} }}")
        })
        .collect();
    let replacement = symbol.replacement.as_ref().map_or_else(
        || "None".to_owned(),
        |replacement| {
            format!("Some(Replacement {{ name: {:?}, note: {} }})", replacement.name, texts.literal(&replacement.note))
        },
    );
    let anchor = symbol.anchor.clone().unwrap_or_else(|| format!("c.{}", entry.name));
    let particulars = [
        ("explicit_include", entry.chapter.explicit_include.to_string()),
        ("details", texts.literal(symbol.details.trim())),
        ("on_failure", texts.literal(&symbol.on_failure)),
        ("error_indicator", optional_path!(ErrorIndicator, symbol.error_indicator)),
        ("deprecated", texts.literal(&symbol.deprecated)),
        ("removed", texts.literal(&symbol.removed)),
        ("earlier_result", texts.literal(&symbol.earlier_result)),
        ("moved", texts.literal(&symbol.moved)),
        ("limited_form", texts.literal(&symbol.limited_form)),
        ("changed", format!("&[{}]", changed.join(", "))),
        ("target", texts.literal(&symbol.target)),
        ("replacement", replacement),
        ("platform_values", texts.list(&symbol.platform_values)),
        ("expands_to", names(&symbol.expands_to)),
        ("guarantees", texts.literal(&symbol.guarantees)),
        ("last_entry", texts.literal(&symbol.last_entry)),
        ("obliges_write_back", symbol.obliges.is_some().to_string()),
        ("ignored_by", names(&symbol.ignored_by)),
        ("family", format!("{:?}", symbol.family)),
        ("owner_struct", texts.literal(&symbol.owner_struct)),
        ("holds", optional_path!(Holds, symbol.holds)),
        ("takes", field_value_literal(symbol)),
        ("example", texts.literal(symbol.example.trim())),
        ("traps", texts.list(&symbol.traps)),
        ("see_also", texts.list(&symbol.see_also)),
    ];
    let fields = [
        ("name", format!("{:?}", entry.name)),
        ("library", path!(Library, &entry.chapter.library)),
        ("kind", path!(Kind, &symbol.kind)),
        ("chapter", texts.literal(&entry.chapter.title)),
        ("header", texts.literal(symbol.header.as_ref().unwrap_or(&entry.chapter.header))),
        ("signature", texts.literal(&contract.text)),
        ("result_type", texts.literal(&contract.signature.result_type)),
        ("params", params),
        ("callable", slots::is_callable(entry, contract).to_string()),
        ("returns", returns.map_or_else(|| "&NOTHING_RETURNED".to_owned(), |record| format!("&{record}"))),
        ("summary", texts.literal(&symbol.summary)),
        ("needs_gil", symbol.gil.to_string()),
        ("is_inline", symbol.inline.to_string()),
        ("runs_python", symbol.runs_python.to_string()),
        ("no_return", symbol.no_return.to_string()),
        ("added", texts.literal(&symbol.added)),
        ("value", texts.literal(&symbol.value)),
        ("number", format!("{:?}", number(&symbol.value))),
        ("member_of", names(&symbol.member_of)),
        ("manual", texts.literal(symbol.manual.as_ref().unwrap_or(&entry.chapter.manual))),
        ("anchor", texts.literal(&anchor)),
        ("evidence", path!(Evidence, &symbol.evidence)),
        ("more", shared("Particulars", &particulars)),
    ];
    literal("Symbol", &fields)
}

/// A reference to a record; records that say nothing are one.
fn shared(name: &str, fields: &[(&str, String)]) -> String {
    let is_empty =
        fields.iter().all(|(_, value)| matches!(value.as_str(), "\"\"" | "Text::EMPTY" | "&[]" | "None" | "false"));
    if is_empty { format!("&EMPTY_{}", name.to_uppercase()) } else { format!("&{}", literal(name, fields)) }
}

fn literal(name: &str, fields: &[(&str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{name} {{ {} }}", fields.join(", "))
}

fn names(names: &[String]) -> String {
    format!("&{names:?}")
}

/// The value of a decimal, hexadecimal or negative integer literal.
fn number(text: &str) -> Option<i64> {
    let text = text.trim();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let value = match digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        Some(hexadecimal) => i64::from_str_radix(hexadecimal, 16).ok()?,
        None => digits.parse().ok()?,
    };
    Some(sign * value)
}

fn param_literal(name: &str, type_text: &str, param: &RawParam, texts: &Texts) -> String {
    let fields = [
        ("name", format!("{name:?}")),
        ("type_text", texts.literal(type_text)),
        ("meaning", texts.literal(&param.meaning)),
        ("ownership", path!(Ownership, param.ownership.as_deref().unwrap_or("none"))),
        ("may_be_null", param.null.to_string()),
        ("constant_set", format!("{:?}", param.set)),
        ("replaced_by", format!("{:?}", param.replaced_by)),
        ("released_by", format!("{:?}", param.released_by)),
        ("write_back", optional_path!(WriteBack, param.write_back)),
        ("on_failure", path!(OutOnFailure, &param.writes_on_failure)),
        ("cleans_up", param.cleans_up.to_string()),
        ("may_leave_null", param.may_leave_null.to_string()),
        ("format", optional_path!(Format, param.format)),
        ("converter", param.converter.to_string()),
        ("kept", param.kept.to_string()),
    ];
    literal("Param", &fields)
}

fn returns_literal(returns: &RawReturns, texts: &Texts) -> String {
    let failure = if returns.failure == "none" { "" } else { &returns.failure };
    let fields = [
        ("ownership", path!(ResultOwnership, &returns.ownership)),
        ("failure", format!("{failure:?}")),
        ("exception", path!(ExceptionOnFailure, &returns.exception)),
        ("success", format!("{:?}", returns.success)),
        ("fails_only_by_misuse", returns.fails_only_by_misuse.to_string()),
        ("release_is_idiom", returns.release_is_idiom.to_string()),
        ("nothing", format!("{:?}", returns.nothing)),
        ("certain_with", certainty_literal(returns)),
        ("same_as", format!("{:?}", returns.same_as)),
        ("borrowed_from", format!("{:?}", returns.borrowed_from)),
        ("elements", path!(ResultOwnership, returns.elements.as_deref().unwrap_or("none"))),
        ("released_by", format!("{:?}", returns.released_by)),
        ("meaning", texts.literal(&returns.meaning)),
    ];
    literal("Returns", &fields)
}

fn certainty_literal(returns: &RawReturns) -> String {
    returns.certain_with.as_ref().map_or_else(
        || "None".to_owned(),
        |certainty| {
            format!(
                "Some(Certainty {{ param: {:?}, set: {:?}, low: {:?}, high: {:?} }})",
                certainty.param, certainty.set, certainty.low, certainty.high
            )
        },
    )
}

fn macro_literal(entry: &Located<RawMacro>) -> String {
    let syntax = &entry.value;
    let fields = [
        ("name", format!("{:?}", entry.name)),
        ("reads", path!(Reads, &syntax.reads)),
        ("arguments", syntax.arguments.to_string()),
        ("control", optional_path!(Control, syntax.control)),
        ("returned", path!(Returned, syntax.returned.as_deref().unwrap_or("none"))),
        ("sets_exception", syntax.sets_exception.to_string()),
        ("releases_gil", syntax.releases_gil.to_string()),
        ("acquires_gil", syntax.acquires_gil.to_string()),
        ("asks_data", syntax.asks_data.to_string()),
    ];
    literal("MacroSyntax", &fields)
}

fn header_literal(entry: &Located<RawHeader>) -> String {
    let fields = [
        ("name", format!("{:?}", entry.name)),
        ("removed", format!("{:?}", entry.value.removed)),
        ("replacement", format!("{:?}", entry.value.replacement)),
    ];
    literal("RemovedHeader", &fields)
}

fn unit_literal(entry: &Located<RawUnit>, texts: &Texts) -> String {
    let unit = &entry.value;
    let arguments: Vec<String> = unit
        .arguments
        .iter()
        .map(|argument| {
            let fields = [
                ("type_text", texts.literal(&argument.type_text)),
                ("ownership", path!(Ownership, &argument.ownership)),
                ("may_be_null", argument.null.to_string()),
                ("meaning", texts.literal(&argument.meaning)),
                ("released_by", format!("{:?}", argument.released_by)),
                ("converter", argument.converter.to_string()),
                ("opaque", argument.opaque.to_string()),
            ];
            literal("FormatArgument", &fields)
        })
        .collect();
    let fields = [
        ("format", path!(Format, &unit.format)),
        ("unit", format!("{:?}", entry.name)),
        ("summary", texts.literal(&unit.summary)),
        ("arguments", format!("&[{}]", arguments.join(", "))),
        ("marker", unit.marker.to_string()),
        ("takes_all", unit.takes_all.to_string()),
    ];
    literal("FormatUnit", &fields)
}
