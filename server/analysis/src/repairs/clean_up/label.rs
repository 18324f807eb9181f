//! The label: what it releases, the last acquired first.

use super::plan::Plan;
use crate::ownership::Owner;
use crate::repairs::exits::{return_type, returns};
use crate::repairs::label::CleanUpLabel;
use crate::repairs::layout::{indentation, indentation_step, insert_before, line_end, replace_statement};
use crate::repairs::releases::{DISCARD, End, Release};
use crate::syntax::{Kind, named_children};
use crate::text::{TextEdit, TextRange};

impl<'a> Plan<'_, 'a> {
    /// Makes the label that is there release all owners.
    pub(super) fn extend_label(&self, label: CleanUpLabel<'a>) -> Option<Vec<TextEdit>> {
        let context = self.context;
        let releases: Vec<Release<'a>> = Release::within(context, label.range).collect();
        let mut edits: Vec<TextEdit> = releases.iter().flat_map(|release| self.tolerant(release, &releases)).collect();
        let mut lines = Vec::new();
        for owner in self.owners.iter().rev() {
            let name = context.name(owner.variable);
            let is_released = releases.iter().any(|release| release.is_end_of(name));
            if !is_released && !self.hands_back(label, name) {
                lines.extend(self.release_of(owner, has_discard(&releases, name))?);
            }
        }
        let Some(first) = label.first_statement(context).filter(|_| !lines.is_empty()) else { return Some(edits) };
        let own = indentation(context.file, first.start_byte());
        let inner = if first.start_byte() == label.node.start_byte() || own.is_empty() { "    " } else { own };
        let separator = format!("{}{inner}", line_end(context.file.text()));
        let text: String = lines.iter().map(|line| format!("{line}{separator}")).collect();
        edits.push(TextEdit::insert(first.start_byte(), text));
        Some(edits)
    }

    /// What is released at the label may not be there now, and a write-back has to be settled before it.
    fn tolerant(&self, release: &Release<'a>, all: &[Release<'a>]) -> Vec<TextEdit> {
        let Some(owner) = self.owner_of(release.name) else { return Vec::new() };
        let context = self.context;
        let start = release.statement.start_byte();
        let mut edits = Vec::new();
        if release.function == "Py_DECREF" {
            edits.push(TextEdit::replace(TextRange::new(start, start + release.function.len()), "Py_XDECREF"));
        }
        if release.is_of_reference() && owner.has_write_back && !has_discard(all, release.name) {
            edits.extend(insert_before(context, release.statement, &[format!("{DISCARD}({});", release.name)]));
        }
        let stands_in_body = release.statement.parent().is_some_and(|parent| {
            parent == context.function.body || context.grammar.kind(parent) == Kind::LabeledStatement
        });
        let end = End::of(context, owner.variable, owner.released_by).filter(|end| !end.accepts_nothing);
        if let Some(end) = end.filter(|_| stands_in_body) {
            edits.extend(replace_statement(context, release.statement, &end.lines(context, release.name)));
        }
        edits
    }

    /// The lines that release an owner, which may own nothing.
    fn release_of(&self, owner: &Owner, is_settled: bool) -> Option<Vec<String>> {
        let name = self.context.name(owner.variable);
        if !owner.released_by.is_empty() {
            return Some(End::of(self.context, owner.variable, owner.released_by)?.lines(self.context, name));
        }
        let discard = (owner.has_write_back && !is_settled).then(|| format!("{DISCARD}({name});"));
        Some(discard.into_iter().chain([format!("Py_XDECREF({name});")]).collect())
    }

    /// Whether the label returns the variable.
    fn hands_back(&self, label: CleanUpLabel<'a>, name: &str) -> bool {
        let mut exits = self.exits.iter().filter(|exit| label.range.contains(exit.statement.byte_range().into()));
        exits.any(|exit| returns(self.context, exit.statement, name))
    }

    /// A label at the end of the function.
    pub(super) fn new_label(&self) -> Option<Vec<TextEdit>> {
        let context = self.context;
        let end_of_line = line_end(context.file.text());
        let outer = indentation(context.file, context.function.body.start_byte());
        let outer = if outer == indentation(context.file, context.function.range.start) { outer } else { "" };
        let inner = format!("{outer}{}", indentation_step(context));
        let mut text = String::new();
        let last = named_children(context.grammar, context.function.body).into_iter().next_back();
        let falls_off = last.is_none_or(|last| context.grammar.kind(last) != Kind::ReturnStatement);
        if falls_off && return_type(context).trim() == "void" {
            text.push_str(&format!("{inner}return;{end_of_line}"));
        }
        text.push_str(&format!("{end_of_line}{outer}{}:{end_of_line}", self.label_name));
        for owner in self.owners.iter().rev() {
            for line in self.release_of(owner, false)? {
                text.push_str(&format!("{inner}{line}{end_of_line}"));
            }
        }
        text.push_str(&format!("{inner}return {};{end_of_line}", self.failure));
        let brace = context.function.body.end_byte().saturating_sub(1);
        let lines = context.file.lines();
        let line_start = lines.line_start(lines.line(brace));
        let before = context.file.text().get(line_start..brace).unwrap_or_default();
        Some(if before.trim().is_empty() {
            vec![TextEdit::insert(line_start, text)]
        } else {
            vec![TextEdit::insert(brace, format!("{end_of_line}{text}"))]
        })
    }
}

/// Whether a write-back is settled among releases.
fn has_discard(releases: &[Release<'_>], name: &str) -> bool {
    releases.iter().any(|release| release.function == DISCARD && release.name == name)
}
