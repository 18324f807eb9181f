//! What the rules on releases of NumPy share: members with what is done to them, names that are gone, edits.

use numpy_capi_db::{Symbol, symbol};
use tree_sitter::Node;

use super::{Applicability, FileAnalysis, Finding, Fix, Rule, Severity, UsageAnalysis};
use crate::syntax::{Kind, SourceFile};
use crate::text::{TextEdit, TextRange};
use crate::usage::Access;
use crate::versions::{NUMPY_2, Versions, Word};

/// The header that gives accessors of NumPy 2 to code that is compiled with older headers; a copy in the project.
pub(super) const COMPAT_HEADER: &str = "npy_2_compat.h";

/// An access to a member that the database knows.
pub(super) struct Member<'a> {
    /// The entry of the member.
    pub entry: &'static Symbol,
    /// The member's name.
    pub name: &'a str,
    /// Where that stands.
    pub range: TextRange,
    /// The whole expression: `a->data`.
    pub node: Node<'a>,
    /// What it is a member of, parentheses left out.
    pub receiver: Node<'a>,
    /// Whether the receiver is a pointer, so that the member is taken with `->`.
    pub is_through_pointer: bool,
    /// What is done to it.
    pub used: Used<'a>,
}

/// What is done to a member.
#[derive(Clone, Copy, Debug)]
pub(super) enum Used<'a> {
    /// Its value is taken.
    Read,
    /// It is assigned to: `=`, `|=` and so on.
    Assigned {
        /// The assignment.
        whole: Node<'a>,
        /// Its operator.
        operator: &'a str,
        /// Its right side.
        value: Node<'a>,
    },
    /// It is stepped by `++` or `--`, or its address is taken.
    Otherwise,
}

/// The members of a struct that a stretch of code accesses, where NumPy's version does not decide whether it does.
pub(super) fn members<'a>(analysis: &'a UsageAnalysis<'a>, owners: &'a [&str]) -> impl Iterator<Item = Member<'a>> {
    analysis.usage.accesses.iter().filter_map(move |access| member(analysis, *access, owners))
}

fn member<'a>(analysis: &UsageAnalysis<'a>, access: Access<'a>, owners: &[&str]) -> Option<Member<'a>> {
    let scope = analysis.scope;
    let grammar = scope.file.grammar();
    let name = scope.text(access.field);
    // Most accesses are to structs of the project: the member's name decides soonest.
    let entry_of = |owner: &str| symbol(&format!("{owner}.{name}"));
    if !owners.iter().any(|owner| entry_of(owner).is_some()) || analysis.versions.is_guarded(access.node.start_byte()) {
        return None;
    }
    let is_through_pointer = scope.text(grammar.child(access.node, |fields| fields.operator)?) == "->";
    let c_type = scope.type_of(access.receiver)?;
    let is_owner = owners.contains(&c_type.name.as_ref()) && c_type.pointers == usize::from(is_through_pointer);
    if !is_owner || scope.structure(&c_type.name).is_some() {
        return None;
    }
    Some(Member {
        entry: entry_of(&c_type.name)?,
        name,
        range: access.field.byte_range().into(),
        node: access.node,
        receiver: without_parentheses(analysis, access.receiver),
        is_through_pointer,
        used: used(analysis, access.node),
    })
}

fn used<'a>(analysis: &UsageAnalysis<'a>, node: Node<'a>) -> Used<'a> {
    let scope = analysis.scope;
    let grammar = scope.file.grammar();
    let mut node = node;
    while let Some(parent) = node.parent() {
        match scope.kind(parent) {
            Kind::ParenthesizedExpression => node = parent,
            Kind::AssignmentExpression if grammar.child(parent, |fields| fields.left) == Some(node) => {
                let operator = grammar.child(parent, |fields| fields.operator);
                let value = grammar.child(parent, |fields| fields.right);
                return operator.zip(value).map_or(Used::Otherwise, |(operator, value)| Used::Assigned {
                    whole: parent,
                    operator: scope.text(operator),
                    value,
                });
            }
            Kind::UpdateExpression => return Used::Otherwise,
            Kind::PointerExpression if scope.text(parent).starts_with('&') => return Used::Otherwise,
            _ => return Used::Read,
        }
    }
    Used::Read
}

/// An expression without the parentheses around it.
pub(super) fn without_parentheses<'a>(analysis: &UsageAnalysis<'a>, node: Node<'a>) -> Node<'a> {
    let mut node = node;
    while analysis.scope.kind(node) == Kind::ParenthesizedExpression && node.named_child_count() == 1 {
        match node.named_child(0) {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

impl<'a> Member<'a> {
    /// The receiver as an argument of a function.
    pub(super) fn argument(&self, analysis: &UsageAnalysis<'a>) -> &'a str {
        analysis.scope.text(self.receiver)
    }

    /// The repair of a read: a call of the accessor.
    pub(super) fn read_by(&self, analysis: &UsageAnalysis<'a>, accessor: &str) -> Fix {
        let call = format!("{accessor}({})", self.argument(analysis));
        Fix {
            title: format!("Read it with {accessor}"),
            applicability: Applicability::Safe,
            edits: vec![TextEdit::replace(self.node.byte_range().into(), call)],
        }
    }
}

/// A repair with the header for older releases on top, where the file has to be compiled with those and lacks it.
pub(super) fn with_header(versions: &Versions<'_>, header: &str, mut fix: Fix) -> Fix {
    if versions.targets_before(NUMPY_2) && !versions.includes.iter().any(|include| include.name.ends_with(header)) {
        let place = versions.place_for_include();
        fix.edits.extend(place.map(|at| TextEdit::insert(at, format!("\n#include \"{header}\""))));
    }
    fix
}

/// The names of the file that some release of NumPy lacks or advises against, with their entries, where the file neither
/// declares them nor asks for the release.
pub(super) fn outdated<'f>(analysis: &'f FileAnalysis<'_>) -> &'f [(Word<'f>, &'static Symbol)] {
    analysis.outdated(find_outdated)
}

fn find_outdated<'a>(analysis: &FileAnalysis<'a>) -> Vec<(Word<'a>, &'static Symbol)> {
    let words = analysis.words().iter();
    let candidates: Vec<_> = words.filter_map(|word| Some((*word, outdated_entry(analysis, word)?))).collect();
    let declared: Vec<&str> =
        candidates.iter().filter(|(word, _)| is_declared_at(analysis, word)).map(|(word, _)| word.text).collect();
    candidates.into_iter().filter(|(word, _)| !declared.contains(&word.text)).collect()
}

fn outdated_entry(analysis: &FileAnalysis<'_>, word: &Word<'_>) -> Option<&'static Symbol> {
    let versions = &analysis.versions;
    let entry = symbol(word.text)?;
    let is_outdated = entry.library == numpy_capi_db::Library::NumPy
        && (!entry.removed.is_empty() || !entry.deprecated.is_empty())
        && (word.is_clearly_numpy() || versions.includes(&entry.header));
    let is_own = || versions.defines(word.text) || analysis.file.function_names().contains(word.text);
    (is_outdated && !is_own() && !versions.is_guarded(word.range.start)).then_some(entry)
}

/// Whether the file declares a name at a place: a variable, a type, an enumerator, a function.
pub(super) fn is_declared_at(analysis: &FileAnalysis<'_>, word: &Word<'_>) -> bool {
    let grammar = analysis.file.grammar();
    let node = analysis.file.root().and_then(|root| root.descendant_for_byte_range(word.range.start, word.range.end));
    let Some((node, parent)) = node.and_then(|node| Some((node, node.parent()?))) else { return false };
    let is_in = |child: Option<Node<'_>>| child == Some(node);
    // `typedef int (Name)(void *);`
    grammar.kind(parent) == Kind::ParenthesizedDeclarator
        || is_in(grammar.child(parent, |fields| fields.declarator))
        || is_in(grammar.child(parent, |fields| fields.name))
}

/// The successor that can simply take a name's place; `None` where more than the name has to change.
fn successor(entry: &Symbol) -> Option<&'static str> {
    let replacement = entry.replacement.as_ref()?;
    let heir = numpy_capi_db::entries(replacement.name).next()?;
    let is_plain = replacement.note.is_empty() || replacement.note.starts_with("Same");
    (is_plain && heir.removed.is_empty() && heir.callable == entry.callable).then_some(replacement.name)
}

/// What the data says of the successor, as the end of a sentence.
fn advice(entry: &Symbol) -> String {
    entry.replacement.as_ref().map_or_else(String::new, |heir| format!("; use `{}`", heir.name))
}

/// The release that took a name away, or advises against it, in words.
fn fate(entry: &Symbol) -> String {
    if entry.removed.is_empty() {
        format!("is deprecated since NumPy {}", entry.deprecated)
    } else {
        format!("is gone since NumPy {}", entry.removed)
    }
}

/// The finding on a name that is outdated, with its successor where that can simply take its place.
pub(super) fn outdated_finding(
    analysis: &FileAnalysis<'_>,
    rule: &'static Rule,
    word: &Word<'_>,
    entry: &Symbol,
) -> Finding {
    let finding = analysis.finding(rule, word.range, format!("`{}` {}{}", word.text, fate(entry), advice(entry)));
    let severity = if entry.removed.is_empty() { Severity::Warning } else { rule.severity };
    let finding = Finding { severity, ..finding };
    match successor(entry) {
        Some(heir) => finding.suggesting(Fix {
            title: format!("Write {heir}"),
            applicability: Applicability::Safe,
            edits: vec![TextEdit::replace(word.range, heir)],
        }),
        None => finding,
    }
}

/// A repair with an include of a header of NumPy, where the file lacks it.
pub(super) fn with_include(versions: &Versions<'_>, header: &str, mut fix: Fix) -> Fix {
    if !versions.includes(header) {
        let place = versions.place_for_include();
        fix.edits.extend(place.map(|at| TextEdit::insert(at, format!("\n#include <{header}>"))));
    }
    fix
}

/// The lines of a range with their line end.
pub(super) fn without_line(file: &SourceFile, range: TextRange) -> TextRange {
    let lines = file.lines();
    TextRange::new(lines.line_start(lines.line(range.start)), lines.line_start(lines.line(range.end) + 1))
}
