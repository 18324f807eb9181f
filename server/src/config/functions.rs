//! The key `functions`: what functions do with references.

use std::collections::BTreeMap;

use numpy_capi_analysis::Annotation;

use super::options::StatedFunction;
use super::read::Reader;
use super::value::{Entry, Node, Value};

impl Reader<'_> {
    /// Reads a table from the names of functions to clauses; wrong entries are reported and left out.
    pub fn functions(&mut self, node: &Node) -> Option<BTreeMap<String, StatedFunction>> {
        let Value::Table(entries) = &node.value else {
            self.wrong(node, "a table from names of functions to texts such as \"returns borrowed; steals 2\"");
            return None;
        };
        Some(entries.iter().filter_map(|entry| self.function(entry)).collect())
    }

    fn function(&mut self, entry: &Entry) -> Option<(String, StatedFunction)> {
        if let Some(problem) = wrong_name(&entry.key) {
            self.problems.push((entry.key_range, problem));
            return None;
        }
        let Value::Text(clauses) = &entry.node.value else {
            self.wrong(&entry.node, "a text such as \"returns borrowed; steals 2\"");
            return None;
        };
        let wrong = |message| self.problems.push((entry.node.range, message));
        let annotation = Annotation::of_clauses(clauses).map_err(wrong).ok()?;
        Some((entry.key.clone(), StatedFunction { clauses: clauses.clone(), annotation }))
    }
}

/// Why nothing can be said of a name.
fn wrong_name(name: &str) -> Option<String> {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || !name.bytes().all(is_word) || name.starts_with(|first: char| first.is_ascii_digit()) {
        return Some(format!("`{name}` is not the name of a function"));
    }
    let is_of_api = numpy_capi_db::symbol(name).is_some();
    is_of_api.then(|| format!("`{name}` belongs to the API, whose contracts are known; leave it out"))
}
