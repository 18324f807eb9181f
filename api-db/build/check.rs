//! The rules that the data must keep, beyond its syntax.

use std::collections::{HashMap, HashSet};

use crate::read::{Data, Located, Problem, RawHeader, RawParam, RawSymbol, RawUnit};
use crate::signature;
use crate::slots;
use crate::words::{
    Control, ErrorIndicator, Evidence, ExceptionOnFailure, Format, Holds, Kind, Library, OutOnFailure, Ownership,
    Reads, ResultOwnership, Returned, WriteBack,
};

const SUMMARY_LIMIT: usize = 160;

/// The types whose pointers are references to Python objects.
const OBJECT_TYPES: &[&str] = &[
    "PyObject",
    "PyArrayObject",
    "PyArray_Descr",
    "PyTypeObject",
    "PyArrayIterObject",
    "PyArrayMultiIterObject",
    "PyUFuncObject",
    "PyCodeObject",
    "PyFrameObject",
    "PyVarObject",
    "PyArray_DTypeMeta",
];

/// Every breach of the rules.
pub fn problems(data: &Data) -> Vec<Problem> {
    let mut checker = Checker { names: names(data), problems: Vec::new() };
    checker.duplicates(data);
    for symbol in &data.symbols {
        checker.symbol(symbol);
    }
    for entry in &data.macros {
        checker.word(entry, "reads", &entry.value.reads, Reads::from_word);
        checker.optional_word(entry, "control", entry.value.control.as_deref(), Control::from_word);
        checker.optional_word(entry, "returned", entry.value.returned.as_deref(), Returned::from_word);
    }
    for unit in &data.units {
        checker.unit(unit);
    }
    for header in &data.headers {
        checker.header(header, &data.headers);
    }
    checker.problems
}

/// The symbols by name, with the release that removed them.
fn names(data: &Data) -> HashMap<String, String> {
    data.symbols.iter().map(|symbol| (symbol.name.clone(), symbol.value.removed.clone())).collect()
}

struct Checker {
    names: HashMap<String, String>,
    problems: Vec<Problem>,
}

impl Checker {
    fn complain<T>(&mut self, entry: &Located<T>, message: &str) {
        let message = format!("[{}] {message}", entry.name);
        self.problems.push(Problem { place: entry.place.clone(), message });
    }

    /// A removed header names its last release and a header that is still there.
    fn header(&mut self, entry: &Located<RawHeader>, all: &[Located<RawHeader>]) {
        if entry.value.removed.split('.').count() != 2 {
            self.complain(entry, "`removed` is MAJOR.MINOR");
        }
        if all.iter().any(|other| other.name == entry.value.replacement) {
            self.complain(entry, "`replacement` is a header that is gone itself");
        }
    }

    fn word<T, W>(&mut self, entry: &Located<T>, key: &str, word: &str, from_word: fn(&str) -> Option<W>) -> Option<W> {
        let value = from_word(word);
        if value.is_none() {
            self.complain(entry, &format!("`{word}` is not a word for `{key}`"));
        }
        value
    }

    fn optional_word<T, W>(
        &mut self,
        entry: &Located<T>,
        key: &str,
        word: Option<&str>,
        from_word: fn(&str) -> Option<W>,
    ) -> Option<W> {
        self.word(entry, key, word?, from_word)
    }

    fn duplicates(&mut self, data: &Data) {
        let mut seen: HashMap<(&str, &str), String> = HashMap::new();
        for symbol in &data.symbols {
            let place = format!("{}:{}", symbol.place.file.display(), symbol.place.line);
            if let Some(first) = seen.insert((&symbol.chapter.library, &symbol.name), place) {
                self.complain(symbol, &format!("is described already at {first}"));
            }
        }
    }

    fn symbol(&mut self, entry: &Located<RawSymbol>) {
        let symbol = &entry.value;
        self.word(entry, "library", &entry.chapter.library, Library::from_word);
        self.word(entry, "kind", &symbol.kind, Kind::from_word);
        self.word(entry, "evidence", &symbol.evidence, Evidence::from_word);
        self.optional_word(entry, "error_indicator", symbol.error_indicator.as_deref(), ErrorIndicator::from_word);
        self.sentences(entry);
        self.versions(entry);
        self.links(entry);
        self.flag(entry);
        self.call(entry);
    }

    fn sentences(&mut self, entry: &Located<RawSymbol>) {
        let summary = &entry.value.summary;
        if summary.chars().count() > SUMMARY_LIMIT {
            self.complain(
                entry,
                &format!("the summary has more than {SUMMARY_LIMIT} characters: move the rest to `details`"),
            );
        }
        for text in std::iter::once(summary).chain(&entry.value.traps) {
            if !text.ends_with('.') {
                self.complain(entry, &format!("a summary or trap is a sentence and ends with a full stop: `{text}`"));
            }
        }
    }

    fn versions(&mut self, entry: &Located<RawSymbol>) {
        let symbol = &entry.value;
        let mut all = vec![&symbol.added, &symbol.deprecated, &symbol.removed, &symbol.target];
        all.extend(symbol.changed.iter().map(|change| &change.version));
        for version in all {
            let is_version = version.split_once('.').is_some_and(|(major, minor)| {
                [major, minor].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
            });
            if !version.is_empty() && !is_version {
                self.complain(entry, &format!("`{version}` is not a version of the form MAJOR.MINOR"));
            }
        }
        if symbol.added.is_empty() {
            self.complain(entry, "`added` is missing: \"1.0\" for what NumPy always had");
        }
    }

    fn links(&mut self, entry: &Located<RawSymbol>) {
        let symbol = &entry.value;
        let replacement = symbol.replacement.iter().map(|replacement| &replacement.name);
        let limited = Some(&symbol.limited_form).filter(|form| !form.is_empty());
        for name in
            symbol.see_also.iter().chain(&symbol.expands_to).chain(&symbol.ignored_by).chain(replacement).chain(limited)
        {
            if !self.names.contains_key(name) {
                self.complain(entry, &format!("refers to `{name}`, which the database does not have"));
            }
        }
        if let Some(replacement) = &symbol.replacement {
            let gone = self.names.get(&replacement.name).cloned().unwrap_or_default();
            if !gone.is_empty() && (symbol.removed.is_empty() || number(&gone) <= number(&symbol.removed)) {
                self.complain(entry, &format!("the replacement `{}` was itself removed in {gone}", replacement.name));
            }
        }
    }

    fn flag(&mut self, entry: &Located<RawSymbol>) {
        let symbol = &entry.value;
        if symbol.obliges.as_deref().is_some_and(|word| word != "write-back") {
            self.complain(entry, "`obliges` knows only \"write-back\"");
        }
        if symbol.kind != "struct" && !symbol.reached_through.is_empty() {
            self.complain(entry, "`reached_through` is for structs");
        }
        if !matches!(symbol.platform_values.len(), 0 | 3)
            || !symbol.value.is_empty() && !symbol.platform_values.is_empty()
        {
            self.complain(entry, "`platform_values` are three, in place of `value`");
        }
        if symbol.kind == "field" && symbol.owner_struct.is_empty() {
            self.complain(entry, "a field names its `struct`");
        }
        self.field(entry);
    }

    /// A field that points to an object says who owns the reference.
    fn field(&mut self, entry: &Located<RawSymbol>) {
        let symbol = &entry.value;
        self.optional_word(entry, "holds", symbol.holds.as_deref(), Holds::from_word);
        let wants = symbol.kind == "field" && is_object_pointer(&symbol.signature);
        if wants && symbol.holds.is_none() {
            self.complain(entry, "points to an object and says what it `holds`: \"reference\" or \"borrowed\"");
        } else if symbol.holds.is_some() && symbol.kind != "field" {
            self.complain(entry, "`holds` is for fields");
        }
        if symbol.takes.is_some() && symbol.kind != "field" {
            self.complain(entry, "`takes` is for fields");
        }
    }

    fn call(&mut self, entry: &Located<RawSymbol>) {
        let symbol = &entry.value;
        let is_call = matches!(symbol.kind.as_str(), "function" | "macro") || slots::has_contract(symbol);
        if symbol.signature.is_empty() {
            if is_call {
                self.complain(entry, "a function or macro has a `signature`");
            }
            return;
        }
        let signature = match signature::parse(&symbol.signature, slots::declared_name(entry)) {
            Ok(signature) => signature,
            Err(message) if is_call => return self.complain(entry, &message),
            Err(_) => return,
        };
        let is_function_type = symbol.kind == "type" && signature.callable;
        if !is_call && !is_function_type {
            return;
        }
        let declared: HashSet<&str> = signature.params.iter().map(|(_, name)| name.as_str()).collect();
        for name in symbol.params.keys().filter(|name| !declared.contains(name.as_str())) {
            self.complain(entry, &format!("`params.{name}` is not in the signature"));
        }
        for (type_text, name) in &signature.params {
            match symbol.params.get(name) {
                Some(param) => self.param(entry, name, type_text, param, &declared),
                None => self.complain(entry, &format!("`params.{name}` is missing")),
            }
        }
        self.returns(entry, &signature, &declared);
    }

    fn param(
        &mut self,
        entry: &Located<RawSymbol>,
        name: &str,
        type_text: &str,
        param: &RawParam,
        declared: &HashSet<&str>,
    ) {
        self.optional_word(entry, "write_back", param.write_back.as_deref(), WriteBack::from_word);
        self.optional_word(entry, "format", param.format.as_deref(), Format::from_word);
        self.word(entry, "writes_on_failure", &param.writes_on_failure, OutOnFailure::from_word);
        let ownership = self.optional_word(entry, "ownership", param.ownership.as_deref(), Ownership::from_word);
        if param.ownership.is_none() && is_object_pointer(type_text) {
            self.complain(entry, &format!("`params.{name}` is a `{type_text}` and needs an `ownership`"));
        }
        let replaces = ownership == Some(Ownership::Replaced);
        if replaces && !declared.contains(param.replaced_by.as_str()) {
            self.complain(
                entry,
                &format!("`params.{name}` is replaced by `{}`, which is no parameter", param.replaced_by),
            );
        }
        if ownership == Some(Ownership::OutResource) && param.released_by.is_empty() {
            self.complain(entry, &format!("`params.{name}` needs `released_by`"));
        }
    }

    fn returns(&mut self, entry: &Located<RawSymbol>, signature: &signature::Signature, declared: &HashSet<&str>) {
        let Some(returns) = &entry.value.returns else {
            if signature.result_type != "void" {
                self.complain(entry, &format!("`returns` is missing for a `{}`", signature.result_type));
            }
            return;
        };
        self.word(entry, "exception", &returns.exception, ExceptionOnFailure::from_word);
        let ownership = self.word(entry, "ownership", &returns.ownership, ResultOwnership::from_word);
        self.optional_word(entry, "elements", returns.elements.as_deref(), ResultOwnership::from_word);
        if returns.elements.is_none() && is_object_array(&signature.result_type) {
            self.complain(entry, "an array of objects says in `returns.elements` who owns the references in it");
        }
        if ownership == Some(ResultOwnership::Resource) && returns.released_by.is_empty() {
            self.complain(entry, "a resource names the function that ends it in `released_by`");
        }
        if returns.failure.is_empty() {
            self.complain(entry, "`returns.failure` is a C value or \"none\"");
        }
        let keeper = Some(returns.borrowed_from.as_str()).filter(|name| *name != "interpreter");
        let certain = returns.certain_with.iter().map(|certainty| certainty.param.as_str());
        for name in keeper.into_iter().chain([returns.same_as.as_str()]).chain(certain).filter(|name| !name.is_empty())
        {
            if !declared.contains(name) {
                self.complain(entry, &format!("`returns` refers to `{name}`, which is no parameter"));
            }
        }
    }

    fn unit(&mut self, entry: &Located<RawUnit>) {
        self.word(entry, "format", &entry.value.format, Format::from_word);
        for argument in &entry.value.arguments {
            self.word(entry, "ownership", &argument.ownership, Ownership::from_word);
        }
    }
}

fn number(version: &str) -> (u32, u32) {
    let (major, minor) = version.split_once('.').unwrap_or((version, "0"));
    (major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}

/// Whether a C type is a pointer to pointers to objects.
fn is_object_array(type_text: &str) -> bool {
    is_object_pointer(type_text) && type_text.matches('*').count() == 2
}

/// Whether a C type is a pointer to an object, or a pointer to such a pointer.
fn is_object_pointer(type_text: &str) -> bool {
    let words = type_text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    type_text.contains('*') && !type_text.contains('(') && words.into_iter().any(|word| OBJECT_TYPES.contains(&word))
}
