//! Looking through the database.

use numpy_capi_db::{Symbol, symbols};

use super::availability::Availability;
use super::contract::contract_line;
use super::markdown::plain;
use crate::settings::Settings;

/// What a list says of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiItem {
    /// The contract as one line of plain text; `None` for what is not called.
    pub contract: Option<String>,
    /// What the target does not have, or what is deprecated or removed, in a few words.
    pub note: Option<String>,
    /// Whether it is deprecated or removed.
    pub deprecated: bool,
}

/// What a list says of an entry.
pub fn api_item(symbol: &Symbol, settings: &Settings) -> ApiItem {
    let availability = Availability::of(symbol, settings);
    ApiItem {
        contract: contract_line(symbol).map(|line| plain(&line)),
        note: Some(availability.note(symbol.library)).filter(|note| !note.is_empty()),
        deprecated: matches!(availability, Availability::Deprecated(_) | Availability::Removed(_)),
    }
}

/// The entries that all words of a query occur in, `most` at most: first where a name is the query, then where one
/// begins with it, then where all words stand in the name, then those whose summary has the rest. Letter case and
/// underscores do not count.
pub fn search(query: &str, most: usize) -> Vec<&'static Symbol> {
    let words: Vec<String> = query.split_whitespace().map(folded).filter(|word| !word.is_empty()).collect();
    if words.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(u8, usize, &'static Symbol)> =
        symbols().iter().filter_map(|symbol| Some((rank(symbol, &words)?, symbol.name.len(), symbol))).collect();
    found
        .sort_by_key(|&(rank, length, symbol)| (rank, !symbol.removed.is_empty(), length, symbol.name, symbol.library));
    found.into_iter().take(most).map(|(_, _, symbol)| symbol).collect()
}

/// How well an entry fits, the best first; `None` where it does not.
fn rank(symbol: &Symbol, words: &[String]) -> Option<u8> {
    let name = folded(symbol.name);
    let whole = words.concat();
    if name == whole {
        return Some(0);
    }
    if name.starts_with(&whole) {
        return Some(1);
    }
    if words.iter().all(|word| name.contains(word)) {
        return Some(2);
    }
    let summary = symbol.summary.to_lowercase();
    let is_word_there = |word: &String| name.contains(word) || summary.contains(word.as_str());
    words.iter().all(is_word_there).then_some(3)
}

/// Small letters without underscores.
fn folded(text: &str) -> String {
    text.chars().filter(|&character| character != '_').flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use numpy_capi_db::symbol;

    use super::*;
    use crate::ide::fixture::settings_for;

    fn names(query: &str) -> Vec<&'static str> {
        search(query, 20).into_iter().map(|symbol| symbol.name).collect()
    }

    #[test]
    fn the_name_itself_comes_first() {
        assert_eq!(names("PyArray_FROM_OTF").first(), Some(&"PyArray_FROM_OTF"));
        assert_eq!(names("pyarray from otf").first(), Some(&"PyArray_FROM_OTF"));
        assert_eq!(
            names("simplenew").iter().filter(|name| name.contains("SimpleNew")).count(),
            names("simplenew").len()
        );
    }

    #[test]
    fn words_of_the_summary_count() {
        assert!(names("owned reference dictionary").is_empty() || !names("dictionary").is_empty());
        let found = names("capsule destructor");
        assert!(found.contains(&"PyCapsule_SetDestructor"), "{found:?}");
    }

    #[test]
    fn a_query_of_nothing_finds_nothing() {
        assert!(names("").is_empty() && names(" _ ").is_empty() && names("no such thing at all").is_empty());
        assert_eq!(search("py", 3).len(), 3);
    }

    #[test]
    fn items_say_what_the_target_lacks() {
        let item = |name: &str| symbol(name).map(|symbol| api_item(symbol, &settings_for("1.20")));
        let function = item("PyArray_NewFromDescr");
        assert!(
            function.is_some_and(|item| item.contract.is_some_and(|line| line.starts_with("returns new reference")))
        );
        let flag = item("NPY_ARRAY_ENSURENOCOPY");
        assert!(flag.is_some_and(|flag| flag.note.as_deref() == Some("needs NumPy 1.22") && flag.contract.is_none()));
    }
}
