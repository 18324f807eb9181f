//! The ways out: those that fail become jumps, those that succeed release what they lose.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::losses;
use super::plan::Plan;
use crate::ownership::Defect;
use crate::repairs::exits::{Exit, always_fails, returns};
use crate::repairs::layout::{delete_statement, replace_statement};
use crate::repairs::release::{leave_after, release_at};
use crate::repairs::releases::Release;
use crate::text::TextEdit;

impl<'a> Plan<'_, 'a> {
    /// Turns a failing exit into a jump; the releases before it go.
    pub(super) fn route(&self, exit: &Exit<'a>) -> Vec<TextEdit> {
        let context = self.context;
        let mut edits = Vec::new();
        for statement in self.releases_before(exit) {
            edits.extend(delete_statement(context, statement));
        }
        let jump = format!("goto {};", self.label_name);
        let lines = match exit.value.filter(|value| always_fails(context, *value)) {
            Some(call) => vec![format!("{};", context.text(call)), jump],
            None => vec![jump],
        };
        edits.extend(replace_statement(context, exit.statement, &lines));
        edits
    }

    /// The releases of owners that stand right before an exit.
    pub(super) fn releases_before(&self, exit: &Exit<'a>) -> Vec<Node<'a>> {
        let previous = |statement: &Node<'a>| statement.prev_named_sibling();
        std::iter::successors(previous(&exit.statement), previous)
            .map_while(|statement| Release::of(self.context, statement))
            .filter(|release| self.owner_of(release.name).is_some())
            .map(|release| release.statement)
            .collect()
    }

    /// Where the function succeeds and loses something, it is released before.
    pub(super) fn success_exits(&self) -> Vec<TextEdit> {
        let mut lost: BTreeMap<usize, (Node<'a>, Vec<&Defect>)> = BTreeMap::new();
        for defect in losses(self.context) {
            let is_in_label = self.label.is_some_and(|label| label.range.contains(defect.at));
            let is_routed = |exit: &&Exit<'a>| self.routed.iter().any(|routed| routed.statement == exit.statement);
            let exit = self.exit_of(defect).filter(|exit| !is_in_label && !is_routed(exit));
            if let Some(exit) = exit.filter(|exit| !returns(self.context, exit.statement, &defect.variable)) {
                let entry = lost.entry(exit.statement.start_byte()).or_insert((exit.statement, Vec::new()));
                if entry.1.iter().all(|known| known.holder != defect.holder) {
                    entry.1.push(defect);
                }
            }
        }
        let mut edits = Vec::new();
        for (statement, mut defects) in lost.into_values() {
            defects.sort_by_key(|defect| std::cmp::Reverse(defect.acquired.range));
            let lines: Vec<String> =
                defects.iter().filter_map(|defect| release_at(self.context, defect, statement)).collect();
            edits.extend(leave_after(self.context, statement, &lines));
        }
        edits
    }
}
