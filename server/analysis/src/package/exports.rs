//! What a file gives away.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use tree_sitter::Node;

use super::Outside;
use super::table::TableUse;
use crate::ownership::Summary;
use crate::program::{Program, is_static};
use crate::reading::readings;
use crate::settings::Settings;
use crate::syntax::{Annotation, Function, SourceFile, annotations};
use crate::usage::directives;

/// What a file tells the other files of its package.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exports {
    /// The last part of the file's name.
    pub(super) name: String,
    /// The functions that it defines once, by name.
    pub(super) functions: BTreeMap<String, Exported>,
    /// What it says of functions in words.
    pub(super) annotations: BTreeMap<String, Annotation>,
    /// The last parts of the names of the files that it includes.
    pub(super) includes: BTreeSet<String>,
    /// The functions of other files that its own call.
    pub(super) asks_for: BTreeSet<String>,
    /// What it says of NumPy's function table.
    pub(super) table: TableUse,
    /// How many of its functions parse.
    parsed: usize,
    /// How many bytes of it stand in what does not parse.
    unparsed: usize,
}

impl Exports {
    /// Whether it shares NumPy's function table under a name.
    pub fn shares_table(&self, name: &str) -> bool {
        self.table.shared_as() == Some(name)
    }

    /// Whether the file was left in the middle of a statement that is being typed: a function is missing because more of
    /// the file does not parse than before.
    pub fn is_half_typed(&self, before: &Self) -> bool {
        self.unparsed > before.unparsed && self.parsed < before.parsed
    }
}

/// A function that other files can call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Exported {
    /// Whether only files can call it that include this one.
    pub is_static: bool,
    /// What callers may rely on.
    pub summary: Option<Arc<Summary>>,
}

/// What a file with a name tells the others of its package.
pub fn exports(file: &SourceFile, name: &str, settings: &Settings) -> Exports {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_owned();
    let mut exports = Exports { name, ..Exports::default() };
    exports.includes = included_files(file);
    exports.table = TableUse::of(file);
    if !file.uses_python() {
        return exports;
    }
    let Some(main) = readings(file).first() else { return exports };
    let program = Program::new(&main.file, Outside::new(file, settings));
    let is_header = is_header(&exports.name);
    let functions = program.functions();
    let visible = |index: &usize| {
        let function = &functions[*index];
        program.is_alone(*index) && has_plain_linkage(function) && (is_header || !is_static(&main.file, function))
    };
    let visible: Vec<usize> = (0..functions.len()).filter(visible).collect();
    let (summaries, asked_for) = program.summaries_of(visible.iter().copied());
    for index in visible {
        let function = &functions[index];
        if program.is_own(index) {
            let summary = summaries.get(function.name).cloned();
            let exported = Exported { is_static: is_static(&main.file, function), summary };
            exports.functions.insert(function.name.to_owned(), exported);
        }
    }
    exports.asks_for = asked_for;
    exports.parsed = functions.iter().filter(|function| !function.body.has_error()).count();
    exports.unparsed = unparsed(&main.file);
    let said = annotations(&main.file).into_iter();
    exports.annotations = said.map(|(name, annotation)| (name.to_owned(), annotation)).collect();
    exports
}

/// How many bytes stand in the outermost parts of a file that do not parse.
fn unparsed(file: &SourceFile) -> usize {
    let Some(root) = file.root().filter(|root| !root.is_error()) else { return file.text().len() };
    root.children(&mut root.walk()).filter(Node::has_error).map(|part| part.byte_range().len()).sum()
}

/// Whether a file is there to be included.
pub(super) fn is_header(name: &str) -> bool {
    let name = name.strip_suffix(".src").unwrap_or(name);
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.starts_with(['h', 'H']) || ending == "inc")
}

/// Whether a function's name alone is what other files call: it stands in no class, no namespace and no template.
fn has_plain_linkage(function: &Function<'_>) -> bool {
    let is_plain = function.name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let around = std::iter::successors(function.node.parent(), Node::parent);
    let scopes = ["namespace_definition", "class_specifier", "struct_specifier", "template_declaration"];
    is_plain && around.into_iter().all(|node| !scopes.contains(&node.kind()))
}

fn included_files(file: &SourceFile) -> BTreeSet<String> {
    let last_part = |name: &str| name.rsplit('/').next().unwrap_or(name).to_owned();
    directives(file).iter().filter_map(|directive| directive.header().map(last_part)).collect()
}
