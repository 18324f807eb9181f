//! From values to choices, with a word on everything that is wrong.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use numpy_capi_analysis::text::{LineIndex, TextRange};
use numpy_capi_analysis::{RuleSelection, Version, rules};

use super::key::{KEYS, Key};
use super::options::{Layer, Options, Origin, PerFileIgnore};
use super::patterns::Patterns;
use super::problem::ConfigProblem;
use super::value::{Entry, Node, Value, of_json_object};
use crate::suggest::did_you_mean;

/// The section of an editor's settings.
const CLIENT_SECTION: &str = "numpyCapi";

/// Settings of an editor's extension that are not for the server.
const CLIENT_ONLY_KEYS: &[&str] = &["args", "enable", "path", "server", "trace"];

/// Collects what is wrong while values are read.
pub struct Reader<'a> {
    /// The directory that file patterns start from.
    root: Option<&'a Path>,
    pub(super) problems: Vec<(Option<TextRange>, String)>,
}

/// The layer of a table in a configuration file whose text is `text`.
pub fn file_layer(path: &Path, text: &Arc<str>, entries: &[Entry]) -> Layer {
    let reader = Reader { root: path.parent(), problems: Vec::new() };
    let (options, set, problems) = reader.options(entries, |key, name| key.name == name);
    let index = LineIndex::new(text);
    let line = |range: Option<TextRange>| range.map_or(0, |range| index.line(range.start) + 1);
    let lines = set.into_iter().map(|(name, range)| (name, line(range))).collect();
    let problem =
        |(range, message)| ConfigProblem { path: Some(path.to_owned()), range, text: Arc::clone(text), message };
    let problems = problems.into_iter().map(problem).collect();
    Layer { origin: Origin::File(path.to_owned()), options, lines, problems }
}

/// The layer of an editor's settings.
pub fn client_layer(json: &serde_json::Value) -> Layer {
    let mut entries = of_json_object(json.get(CLIENT_SECTION).unwrap_or(json));
    entries.retain(|entry| !CLIENT_ONLY_KEYS.contains(&entry.key.as_str()));
    let reader = Reader { root: None, problems: Vec::new() };
    let (options, set, problems) = reader.options(&entries, |key, name| key.camel_case() == name);
    let lines = set.into_keys().map(|name| (name, 0)).collect();
    let problem = |(range, message)| ConfigProblem { path: None, range, text: "".into(), message };
    Layer { origin: Origin::Client, options, lines, problems: problems.into_iter().map(problem).collect() }
}

type Outcome = (Options, BTreeMap<&'static str, Option<TextRange>>, Vec<(Option<TextRange>, String)>);

impl Reader<'_> {
    /// The choices of a table, where each key stands that was read, and what is wrong.
    fn options(mut self, entries: &[Entry], is_named: fn(&Key, &str) -> bool) -> Outcome {
        let mut options = Options::default();
        let mut set = BTreeMap::new();
        for entry in entries {
            let Some(key) = KEYS.iter().find(|key| is_named(key, &entry.key)) else {
                self.unknown_key(entry);
                continue;
            };
            if (key.read)(&mut options, &mut self, &entry.node) {
                set.insert(key.name, entry.key_range);
            }
        }
        (options, set, self.problems)
    }

    fn unknown_key(&mut self, entry: &Entry) {
        let in_camel_case = entry.key_range.is_none();
        let spelled = |key: &Key| if in_camel_case { key.camel_case() } else { key.name.to_owned() };
        let names: Vec<String> = KEYS.iter().map(spelled).collect();
        let hint = did_you_mean(&entry.key, names.iter().map(String::as_str))
            .unwrap_or_else(|| format!("the keys are {}", names.join(", ")));
        self.problems.push((entry.key_range, format!("unknown key `{}`; {hint}", entry.key)));
    }

    pub(super) fn wrong(&mut self, node: &Node, wanted: &str) {
        self.problems.push((node.range, format!("this takes {wanted}, not {}", node.value.word())));
    }

    /// Reads `true` or `false`.
    pub fn boolean(&mut self, node: &Node) -> Option<bool> {
        if let Value::Boolean(value) = node.value {
            return Some(value);
        }
        self.wrong(node, "true or false");
        None
    }

    /// Reads one of some words.
    pub fn word<T: Copy>(&mut self, node: &Node, words: &[(&str, T)]) -> Option<T> {
        let names: Vec<String> = words.iter().map(|(word, _)| format!("\"{word}\"")).collect();
        let wanted = names.join(" or ");
        let Value::Text(text) = &node.value else {
            self.wrong(node, &wanted);
            return None;
        };
        let found = words.iter().find(|(word, _)| word == text).map(|&(_, value)| value);
        if found.is_none() {
            self.problems.push((node.range, format!("this takes {wanted}, not \"{text}\"")));
        }
        found
    }

    /// Reads a release.
    pub fn version(&mut self, node: &Node) -> Option<Version> {
        let Value::Text(text) = &node.value else {
            self.wrong(node, "a version in quotes, such as \"2.0\"");
            return None;
        };
        text.parse().map_err(|message| self.problems.push((node.range, message))).ok()
    }

    /// Reads selectors of rules; unknown ones are left out. A list of nothing but unknown ones counts as not given, so
    /// that a slip of the pen does not silence every rule.
    pub fn selectors(&mut self, node: &Node) -> Option<Vec<String>> {
        let items = self.strings(node, "a list of rule codes, such as [\"NPC1\"]")?;
        let is_empty = items.is_empty();
        let known: Vec<String> =
            items.into_iter().filter(|(range, selector)| self.is_selector(*range, selector)).map(second).collect();
        (is_empty || !known.is_empty()).then_some(known)
    }

    fn is_selector(&mut self, range: Option<TextRange>, selector: &str) -> bool {
        let problem = unknown_selector(selector);
        let is_known = problem.is_none();
        self.problems.extend(problem.map(|message| (range, message)));
        is_known
    }

    /// Reads the path of a file, which starts at the directory of the configuration file.
    pub fn path(&mut self, node: &Node) -> Option<PathBuf> {
        let Value::Text(text) = &node.value else {
            self.wrong(node, "the path of a file in quotes");
            return None;
        };
        Some(self.root.map_or_else(|| PathBuf::from(text), |root| root.join(text)))
    }

    /// Reads file patterns; all are refused where one is bad.
    pub fn patterns(&mut self, node: &Node) -> Option<Patterns> {
        let items = self.strings(node, "a list of file patterns, such as [\"build\", \"vendor/*.c\"]")?;
        let ranges: Vec<Option<TextRange>> = items.iter().map(|(range, _)| *range).collect();
        let globs = items.into_iter().map(second).collect();
        let bad = |(index, message): (usize, String)| {
            let range = ranges.get(index).copied().flatten().or(node.range);
            self.problems.push((range, format!("this is not a file pattern: {message}")));
        };
        Patterns::new(globs, self.root).map_err(bad).ok()
    }

    /// Reads a table from file patterns to selectors.
    pub fn per_file_ignores(&mut self, node: &Node) -> Option<Vec<PerFileIgnore>> {
        let Value::Table(entries) = &node.value else {
            self.wrong(node, "a table from file patterns to lists of rule codes");
            return None;
        };
        Some(entries.iter().filter_map(|entry| self.per_file_ignore(entry)).collect())
    }

    fn per_file_ignore(&mut self, entry: &Entry) -> Option<PerFileIgnore> {
        let selectors = self.selectors(&entry.node)?;
        let bad = |(_, message)| {
            self.problems.push((entry.key_range, format!("`{}` is not a file pattern: {message}", entry.key)));
        };
        let patterns = Patterns::new(vec![entry.key.clone()], self.root).map_err(bad).ok()?;
        Some(PerFileIgnore { patterns, selectors })
    }

    /// Reads strings with their places; others in the list are reported and left out.
    fn strings(&mut self, node: &Node, wanted: &str) -> Option<Vec<(Option<TextRange>, String)>> {
        let Value::List(items) = &node.value else {
            self.wrong(node, wanted);
            return None;
        };
        let mut strings = Vec::new();
        for item in items {
            match &item.value {
                Value::Text(text) => strings.push((item.range, text.clone())),
                _ => self.wrong(item, "a string"),
            }
        }
        Some(strings)
    }
}

fn second<A, B>((_, item): (A, B)) -> B {
    item
}

/// What is wrong with a selector of rules; `None` where it names one at least.
pub fn unknown_selector(selector: &str) -> Option<String> {
    let selection = RuleSelection { select: Some(vec![selector.to_owned()]), ..RuleSelection::default() };
    if selection.unknown().is_empty() {
        return None;
    }
    let names = rules::all().iter().flat_map(|rule| [rule.code, rule.name, rule.group]).chain(["ALL"]);
    let hint = did_you_mean(selector, names).unwrap_or_else(|| "`rule --all` lists the rules".to_owned());
    Some(format!("`{selector}` names no rule; {hint}"))
}
