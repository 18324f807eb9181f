//! Completion by context.

use std::ops::Range;

use numpy_capi_db::{Kind, Param, Symbol, constant_set, symbol, symbols};

use super::availability::Availability;
use super::context::{Call, Context};
use super::contract::contract_line;
use super::flag_set::leaves;
use super::format_completion::{unit_offers, unit_page, value_offers};
use super::initialiser::field;
use super::lexer::{Token, TokenKind};
use super::markdown::plain;
use super::page::symbol_page;
use crate::settings::Settings;
use crate::syntax::SourceFile;
use crate::text::TextRange;

/// Fewer typed letters than this do not tell which API is meant.
const FEWEST_LETTERS: usize = 3;

/// An offer to complete what is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The name shown and inserted.
    pub label: String,
    /// The key for [`completion_documentation`]; empty where there is none.
    pub key: String,
    /// What kind of name it is.
    pub kind: CompletionKind,
    /// One line next to the name.
    pub detail: String,
    /// What is replaced.
    pub replace: TextRange,
    /// What the typed text is compared with, where that is not the label.
    pub filter: Option<String>,
    /// Orders the offers: smaller first.
    pub sort: String,
    /// Whether editors should strike it through.
    pub deprecated: bool,
}

/// The kind of a completed name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionKind {
    /// A function or function-like macro.
    Function,
    /// A flag, constant or enumerator.
    Constant,
    /// A type or struct.
    Type,
    /// An object.
    Variable,
    /// A unit of a format string.
    Unit,
}

impl CompletionKind {
    fn of(kind: Kind) -> Self {
        match kind {
            Kind::Function | Kind::Macro => Self::Function,
            Kind::Flag | Kind::Constant | Kind::Enumerator | Kind::Slot | Kind::ControlMacro => Self::Constant,
            Kind::Type | Kind::Struct => Self::Type,
            Kind::Field | Kind::Global => Self::Variable,
        }
    }
}

/// Where completion offers names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CompletionScope {
    /// Only where the context decides the set: flags and type-number arguments. The default beside clangd.
    #[default]
    Context,
    /// Also every API name after its first letters.
    All,
}

/// The offers at an offset; empty in comments, in strings other than formats, and where a member is named.
pub fn completions(file: &SourceFile, offset: usize, scope: CompletionScope, settings: &Settings) -> Vec<Completion> {
    let settings = &*settings.for_text(file.text());
    let Some(context) = Context::at(file.text(), offset) else {
        return unit_offers(file.text(), offset).unwrap_or_default();
    };
    if context.names_member() || context.touches_number() {
        return Vec::new();
    }
    let word = context.word().unwrap_or(TextRange::empty(context.offset()));
    if let Some((call, param)) = constant_argument(&context) {
        let present = flags_in(&context, call.first_token..call.end_token, word);
        return set_members(&[param.constant_set], &present, word, settings);
    }
    if let Some(offers) = value_offers(&context).filter(|offers| !offers.is_empty()) {
        return offers;
    }
    if let Some(offers) = field_members(&context, word, settings) {
        return offers;
    }
    if let Some(offers) = joined_flags(&context, word, settings) {
        return offers;
    }
    match scope {
        CompletionScope::Context => Vec::new(),
        CompletionScope::All => api_names(file.text(), word, context.offset(), settings),
    }
}

/// The documentation of an offer by its key, as Markdown.
pub fn completion_documentation(key: &str, settings: &Settings) -> Option<String> {
    unit_page(key).or_else(|| symbol(key).map(|symbol| symbol_page(symbol, settings)))
}

/// The argument that the cursor stands in, where it takes a constant of a set.
fn constant_argument<'text>(context: &Context<'text>) -> Option<(Call<'text>, &'static Param)> {
    let call = context.call()?;
    let param = symbol(call.name)?.param(call.argument)?;
    (!param.constant_set.is_empty()).then_some((call, param))
}

/// The constants that fit the field whose value is typed; `None` outside the values of known structs.
fn field_members(context: &Context, word: TextRange, settings: &Settings) -> Option<Vec<Completion>> {
    let far;
    let (context, takes) = match field(context) {
        Some(takes) => (context, takes),
        None if context.is_in_braces() => {
            far = context.farther()?;
            (&far, field(&far)?)
        }
        None => return None,
    };
    let value = context.value_start()..context.word_position();
    Some(set_members(takes.sets, &flags_in(context, value, word), word, settings))
}

/// Behind `FLAG |`, wherever it stands, the flags that go with those before; `None` where no flag is there.
fn joined_flags(context: &Context, word: TextRange, settings: &Settings) -> Option<Vec<Completion>> {
    let before = context.tokens().get(..context.word_position())?;
    let is_operand = |token: &Token| token.kind == TokenKind::Word;
    let joined = before.rchunks(2).take_while(|pair| matches!(pair, [flag, bar] if is_operand(flag) && bar.is(b'|')));
    let start = before.len() - 2 * joined.count();
    let present = flags_in(context, start..before.len(), word);
    let is_shared = |set: &&&str| present.iter().all(|flag| flag.member_of.contains(*set));
    let set = present.first()?.member_of.iter().find(is_shared)?;
    Some(set_members(&[set], &present, word, settings))
}

/// The members of the sets that a value is taken from, but for the flags that it has already.
fn set_members(sets: &[&str], present: &[&Symbol], word: TextRange, settings: &Settings) -> Vec<Completion> {
    let bits = present.iter().filter_map(|flag| flag.number).fold(0, |bits, number| bits | number);
    let is_new = |member: &&'static Symbol| member.kind != Kind::Flag || !adds_nothing(member, present, bits);
    let members = sets.iter().flat_map(|set| constant_set(set)).filter(is_new);
    members.map(|member| member_offer(member, word, settings)).collect()
}

/// The flags of a value, the one being typed excepted.
fn flags_in(context: &Context, value: Range<usize>, word: TextRange) -> Vec<&'static Symbol> {
    let tokens = context.tokens().get(value).unwrap_or_default();
    let others = tokens.iter().filter(|token| token.kind == TokenKind::Word && token.range != word);
    others.filter_map(|&token| symbol(context.text_of(token))).filter(|symbol| symbol.kind == Kind::Flag).collect()
}

fn adds_nothing(flag: &Symbol, present: &[&Symbol], bits: i64) -> bool {
    let is_present = present.iter().any(|other| other.name == flag.name);
    is_present || flag.number.is_some_and(|number| number != 0 && number & !bits == 0)
}

/// Combinations come before single flags, other constants in the order of their values; what the target does not have
/// comes last.
fn member_offer(member: &'static Symbol, word: TextRange, settings: &Settings) -> Completion {
    let availability = Availability::of(member, settings);
    let order = match member.kind {
        Kind::Flag => i64::from(member.expands_to.is_empty()),
        _ => member.number.unwrap_or(i64::from(u16::MAX)).clamp(0, i64::from(u16::MAX)),
    };
    let sort = format!("{}{order:05}{}", rank(availability), member.name);
    offer(member, word, availability, sort)
}

/// The names that start with what was typed, letter case aside.
fn api_names(text: &str, word: TextRange, offset: usize, settings: &Settings) -> Vec<Completion> {
    let typed = TextRange::new(word.start, offset.min(word.end)).of(text).as_bytes();
    if typed.len() < FEWEST_LETTERS {
        return Vec::new();
    }
    let starts = |symbol: &&'static Symbol| {
        let start = symbol.name.as_bytes().get(..typed.len());
        symbol.kind != Kind::Field && start.is_some_and(|start| start.eq_ignore_ascii_case(typed))
    };
    symbols()
        .iter()
        .filter(starts)
        .map(|symbol| {
            let availability = Availability::of(symbol, settings);
            offer(symbol, word, availability, format!("{}{}", rank(availability), symbol.name))
        })
        .collect()
}

fn offer(symbol: &'static Symbol, replace: TextRange, availability: Availability, sort: String) -> Completion {
    let note = availability.note(symbol.library);
    let detail = [note.as_str(), &detail(symbol)]
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" · ");
    Completion {
        key: symbol.name.to_owned(),
        filter: None,
        label: symbol.name.to_owned(),
        kind: CompletionKind::of(symbol.kind),
        detail,
        replace,
        sort,
        deprecated: matches!(availability, Availability::Deprecated(_) | Availability::Removed(_)),
    }
}

fn rank(availability: Availability) -> u8 {
    match availability {
        Availability::Available => 0,
        Availability::Deprecated(_) => 1,
        Availability::TooNew(_) => 2,
        Availability::Removed(_) => 3,
    }
}

/// The contract of what is called, value and parts of a flag, the C type of a type number, else the summary.
fn detail(symbol: &Symbol) -> String {
    match symbol.kind {
        Kind::Function | Kind::Macro => plain(&contract_line(symbol).unwrap_or_default()),
        Kind::Flag if !symbol.expands_to.is_empty() => format!("{} = {}", symbol.value, leaves(symbol).join(" | ")),
        Kind::Flag if !symbol.value.is_empty() => format!("{} · {}", symbol.value, plain(&symbol.summary)),
        _ if symbol.member_of.contains(&"typenum") => plain(c_type_of(&symbol.summary)),
        _ => plain(&symbol.summary),
    }
}

/// The summary of a type number without the words that all of them begin with, so that it starts with the C type.
fn c_type_of(summary: &str) -> &str {
    summary.strip_prefix("Type number of ").unwrap_or(summary).trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::{at_cursor, settings_for};

    fn offers(marked: &str, scope: CompletionScope, target: &str) -> Vec<Completion> {
        let (file, offset) = at_cursor(marked);
        let mut offers = completions(&file, offset, scope, &settings_for(target));
        offers.sort_by(|left, right| left.sort.cmp(&right.sort));
        offers
    }

    fn labels(marked: &str) -> Vec<String> {
        offers(marked, CompletionScope::Context, "").into_iter().map(|offer| offer.label).collect()
    }

    fn position(labels: &[String], label: &str) -> usize {
        labels.iter().position(|other| other == label).unwrap_or(usize::MAX)
    }

    #[test]
    fn offers_flags_where_flags_are_asked_for() {
        for marked in [
            "PyArray_FROM_OTF(obj, NPY_DOUBLE, $0)",
            "PyArray_FROM_OTF(obj, NPY_DOUBLE, NPY_ARRAY_$0",
            "PyArray_FROM_OTF(obj, NPY_DOUBLE, (x | NPY$0\n    if (arr == NULL) {",
            "PyArray_FROM_OTF(\n    /* what */ obj,\n    NPY_DOUBLE,\n    $0\n);",
        ] {
            let labels = labels(marked);
            let (combined, single) = (position(&labels, "NPY_ARRAY_IN_ARRAY"), position(&labels, "NPY_ARRAY_ALIGNED"));
            assert!(combined < single && single < usize::MAX, "{marked}: {labels:?}");
            assert!(!labels.contains(&"NPY_DOUBLE".to_owned()), "{marked}");
        }
    }

    #[test]
    fn leaves_out_flags_that_are_there() {
        let labels = labels("PyArray_FROM_OTF(obj, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY | $0)");
        assert_eq!(position(&labels, "NPY_ARRAY_IN_ARRAY"), usize::MAX);
        assert_eq!(position(&labels, "NPY_ARRAY_ALIGNED"), usize::MAX);
        assert!(position(&labels, "NPY_ARRAY_WRITEABLE") < usize::MAX);
    }

    #[test]
    fn the_flag_being_typed_does_not_count_as_there() {
        let labels = labels("PyArray_FROM_OTF(obj, NPY_DOUBLE, NPY_ARRAY_ALIGNED$0)");
        assert!(position(&labels, "NPY_ARRAY_ALIGNED") < usize::MAX);
    }

    #[test]
    fn offers_type_numbers_with_their_c_type() {
        let offers = offers("PyArray_SimpleNew(1, dims, NPY_$0)", CompletionScope::Context, "");
        let short = offers.iter().find(|offer| offer.label == "NPY_USHORT").map(|offer| offer.detail.as_str());
        assert!(short.is_some_and(|detail| detail.starts_with("unsigned short")), "{short:?}");
        assert_eq!(offers.first().map(|offer| offer.label.as_str()), Some("NPY_BOOL"));
        assert!(offers.iter().all(|offer| offer.kind == CompletionKind::Constant));
    }

    #[test]
    fn flags_that_are_joined_go_with_those_before() {
        for marked in [
            "npy_uint32 flags = NPY_ITER_BUFFERED | $0",
            "flags |= NPY_ITER_BUFFERED | NPY_ITER_RANGED | NPY_IT$0;",
            "mine(a, NPY_ITER_BUFFERED | $0)",
        ] {
            let labels = labels(marked);
            assert!(labels.contains(&"NPY_ITER_GROWINNER".to_owned()), "{marked}: {labels:?}");
            assert!(!labels.contains(&"NPY_ITER_BUFFERED".to_owned()), "{marked}");
        }
        for marked in ["x = a | $0", "x = NPY_ITER_BUFFERED || $0", "x = NPY_ITER_BUFFERED + $0", "x = NPY_DOUBLE | $0"]
        {
            assert_eq!(labels(marked), Vec::<String>::new(), "{marked}");
        }
    }

    #[test]
    fn replaces_the_identifier_at_the_cursor() {
        let text = "PyArray_SimpleNew(1, dims, NPY_DOU)";
        let offers = offers("PyArray_SimpleNew(1, dims, NPY_$0DOU)", CompletionScope::Context, "");
        assert!(!offers.is_empty() && offers.iter().all(|offer| offer.replace.of(text) == "NPY_DOU"));
    }

    #[test]
    fn is_silent_where_no_set_is_asked_for() {
        for marked in [
            "PyArray_SimpleNew(1, $0dims, NPY_INT)",
            "PyArray_SimpleNew(1, dims, /* NPY_$0 */ 1)",
            "PyArray_SimpleNew(1, dims, \"NPY_$0\")",
            "PyArray_SimpleNew(1, dims, 12$0)",
            "PyArray_SimpleNew(1, dims, x->$0)",
            "PyArray_SimpleNew(1, dims, x.NP$0)",
            "#include <NPY_$0>\n",
            "int x = NPY_$0;",
            "mine(NPY_$0)",
            "PyArray_SimpleNew(1, dims, mine(NPY_$0))",
            "// PyArray_SimpleNew(1, dims, $0",
        ] {
            assert_eq!(labels(marked), Vec::<String>::new(), "{marked}");
        }
    }

    #[test]
    fn offers_api_names_on_request() {
        let all = |marked: &str| offers(marked, CompletionScope::All, "");
        let offers = all("x = PyArray_NewFr$0");
        let found = offers.iter().find(|offer| offer.label == "PyArray_NewFromDescr");
        assert!(found.is_some_and(|offer| offer.kind == CompletionKind::Function), "{offers:?}");
        assert!(
            found.is_some_and(|offer| offer.detail.starts_with("returns new reference · steals descr")),
            "{found:?}"
        );
        assert!(all("x = pyarray_newfr$0").iter().any(|offer| offer.label == "PyArray_NewFromDescr"));
        assert_eq!(all("x = Py$0"), []);
        assert_eq!(all("x = my_$0"), []);
        assert_eq!(all("x->PyArray_NewFr$0"), []);
        assert_eq!(all("\"PyArray_NewFr$0\""), []);
    }

    #[test]
    fn what_the_target_lacks_comes_last_with_a_note() {
        let offers = offers("PyArray_FROM_OTF(obj, NPY_DOUBLE, $0)", CompletionScope::Context, "1.20");
        let names: Vec<String> = offers.iter().map(|offer| offer.label.clone()).collect();
        let newer = offers.iter().find(|offer| offer.label == "NPY_ARRAY_ENSURENOCOPY");
        assert!(
            newer.is_some_and(|offer| offer.detail.starts_with("needs NumPy 1.22 · ") && !offer.deprecated),
            "{newer:?}"
        );
        let removed = offers.iter().find(|offer| offer.label == "NPY_CONTIGUOUS");
        assert!(removed.is_some_and(|offer| offer.detail.starts_with("removed in NumPy 2.3 · ") && offer.deprecated));
        assert!(position(&names, "NPY_ARRAY_ALIGNED") < position(&names, "NPY_ARRAY_ENSURENOCOPY"));
        assert!(position(&names, "NPY_ARRAY_ENSURENOCOPY") < position(&names, "NPY_CONTIGUOUS"));
    }

    #[test]
    fn offers_have_pages() {
        assert!(
            completion_documentation("NPY_ARRAY_ALIGNED", &settings_for(""))
                .is_some_and(|page| page.contains("aligned"))
        );
        assert_eq!(completion_documentation("my_function", &settings_for("")), None);
    }
}
