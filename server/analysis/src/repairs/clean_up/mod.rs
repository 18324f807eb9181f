//! The goto-fail clean-up: failing exits go to one label, which releases what the function still owns: references,
//! memory, iterators, buffers, pending write-backs.
//!
//! As a repair it is about what is lost: the exits that lose something go to the label, those that release the same
//! variables by hand go with them, and the rest of the function stays as its author wrote it. As a rewriting it takes
//! every owner and every failing exit behind the first of them.
//!
//! Done in two steps. The first rewrites declarations, exits and the label. The second analyses the outcome, and where
//! the label would release what has been released or stolen before, makes the variable NULL at that place.

mod declarations;
mod emptied;
mod exit;
mod label;
mod plan;

use std::collections::BTreeSet;

use super::exits::exits;
use super::hunks::differences;
use super::label::clean_up_label;
use super::{FunctionContext, with_context, without_repetition};
use crate::flow::VariableId;
use crate::ownership::{Defect, DefectKind};
use crate::rules::{Applicability, Fix};
use crate::syntax::SourceFile;
use crate::text::{TextRange, apply_edits};
use emptied::emptied_after_loss;
use plan::Plan;

/// How often the second step looks again.
const ROUNDS: usize = 8;

/// More losses than this on failing exits are worth a label of their own.
const FEW_LOSSES: usize = 2;

/// Which owners a clean-up is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// All of them.
    Owned,
    /// Those that are lost somewhere.
    Lost,
}

/// Gives the function a clean-up.
pub(super) fn clean_up_of(context: &FunctionContext<'_>, scope: Scope) -> Option<Fix> {
    Plan::new(context, scope)?.carried_out()
}

/// The clean-up as the repair of a defect, where it is what the function needs: the object is lost at the label, the
/// exit can go to a label that is there, or more is lost than a few releases would mend.
pub(crate) fn clean_up_many(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    needs_label(context, defect).then(|| clean_up_lost(context, defect))?
}

/// The clean-up as the second choice.
pub(crate) fn clean_up_few(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    (!needs_label(context, defect)).then(|| clean_up_lost(context, defect))?
}

/// The clean-up of what is lost, where the object of a defect is among it.
fn clean_up_lost(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let clean_up = context.clean_up.get_or_init(|| {
        let plan = Plan::new(context, Scope::Lost)?;
        let owners = plan.owners.iter().map(|owner| owner.variable).collect();
        Some(CleanUp { owners, fix: plan.carried_out()? })
    });
    let is_owner = |clean_up: &&CleanUp| defect.holder.is_some_and(|holder| clean_up.owners.contains(&holder));
    clean_up.as_ref().filter(is_owner).map(|clean_up| clean_up.fix.clone())
}

/// The clean-up of all that a function loses: the same for each of its losses.
#[derive(Debug)]
pub(crate) struct CleanUp {
    /// The variables whose objects it releases.
    owners: BTreeSet<VariableId>,
    fix: Fix,
}

fn needs_label(context: &FunctionContext<'_>, defect: &Defect) -> bool {
    let exits = exits(context);
    let failing_exit = |defect: &Defect| {
        exits.iter().find(|exit| exit.is_failing && TextRange::from(exit.statement.byte_range()).contains(defect.at))
    };
    match clean_up_label(context) {
        Some(label) => {
            label.range.contains(defect.at)
                || failing_exit(defect).is_some_and(|exit| label.may_be_entered_from(context, exit.statement))
        }
        None => losses(context).filter(|defect| failing_exit(defect).is_some()).count() > FEW_LOSSES,
    }
}

/// What is lost on the way out.
fn losses<'c>(context: &FunctionContext<'c>) -> impl Iterator<Item = &'c Defect> {
    context.exploration.defects.iter().filter(|defect| defect.kind == DefectKind::LostAtExit)
}

impl Plan<'_, '_> {
    fn carried_out(&self) -> Option<Fix> {
        let context = self.context;
        let mut text = apply_edits(context.file.text(), &without_repetition(self.edits()?))?;
        for _ in 0..ROUNDS {
            let file = SourceFile::new(&text, context.file.language());
            let edits = with_context(&file, context.macros, context.premises, emptied_after_loss)?;
            if edits.is_empty() {
                break;
            }
            text = apply_edits(&text, &without_repetition(edits))?;
        }
        let title = match self.label {
            Some(label) => format!("Complete the goto-fail clean-up at `{}`", label.name),
            None => "Insert goto-fail clean-up".to_owned(),
        };
        let edits = differences(context.file.text(), &text);
        (!edits.is_empty()).then_some(Fix { title, applicability: Applicability::Safe, edits })
    }
}
