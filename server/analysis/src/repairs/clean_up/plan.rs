//! What a clean-up has to change: for which owners, and on which ways out.

use std::collections::BTreeSet;

use super::{Scope, losses};
use crate::flow::{VariableId, VariableKind};
use crate::ownership::{Defect, Owner};
use crate::repairs::FunctionContext;
use crate::repairs::exits::{Exit, exits, failure_value};
use crate::repairs::held::Standing;
use crate::repairs::label::{CleanUpLabel, clean_up_label};
use crate::repairs::releases::Release;
use crate::repairs::statements::unused_name;
use crate::text::{TextEdit, TextRange};

/// What has to change.
pub(super) struct Plan<'c, 'a> {
    pub context: &'c FunctionContext<'a>,
    /// In the order in which they are acquired.
    pub owners: Vec<Owner>,
    pub label: Option<CleanUpLabel<'a>>,
    pub label_name: String,
    pub exits: Vec<Exit<'a>>,
    /// The failing exits that are to go to the label and do not yet.
    pub routed: Vec<Exit<'a>>,
    pub failure: &'a str,
}

impl<'c, 'a> Plan<'c, 'a> {
    /// `None` where the function has no owner or no way to fail, or where somebody else may own what the label would
    /// release.
    pub(super) fn new(context: &'c FunctionContext<'a>, scope: Scope) -> Option<Self> {
        let failure = failure_value(context)?;
        let label = clean_up_label(context);
        let label_name = label.map_or_else(|| unused_name(context, "fail"), |label| label.name.to_owned());
        let exits = exits(context);
        let mut plan = Self { context, owners: Vec::new(), label, label_name, exits, routed: Vec::new(), failure };
        plan.owners = match scope {
            Scope::Owned => plan.local_owners(|_| true),
            Scope::Lost => plan.lost_owners(),
        };
        plan.routed = match scope {
            Scope::Owned => plan.exits_behind_first_owner(),
            Scope::Lost => plan.exits_with_owners(),
        };
        if scope == Scope::Lost && !plan.routed.is_empty() {
            // What the label releases already has to be there on the new ways to it.
            let known: BTreeSet<VariableId> = plan.owners.iter().map(|owner| owner.variable).collect();
            plan.owners =
                plan.local_owners(|owner| known.contains(&owner.variable) || plan.is_released_at_label(owner.variable));
        }
        (!plan.owners.is_empty() && plan.may_release()).then_some(plan)
    }

    pub(super) fn owns(&self, holder: Option<VariableId>) -> bool {
        self.owners.iter().any(|owner| Some(owner.variable) == holder)
    }

    pub(super) fn owner_of(&self, name: &str) -> Option<&Owner> {
        self.owners.iter().find(|owner| self.context.name(owner.variable) == name)
    }

    pub(super) fn edits(&self) -> Option<Vec<TextEdit>> {
        let mut edits = Vec::new();
        for exit in &self.routed {
            edits.extend(self.route(exit));
        }
        edits.extend(self.success_exits());
        edits.extend(self.declarations()?);
        edits.extend(match self.label {
            Some(label) => self.extend_label(label)?,
            None => self.new_label()?,
        });
        Some(edits)
    }

    fn local_owners(&self, is_wanted: impl Fn(&Owner) -> bool) -> Vec<Owner> {
        let context = self.context;
        let is_local = |owner: &Owner| {
            let variable = &context.flow.variables[owner.variable.index()];
            variable.kind == VariableKind::Local && variable.range.of(context.file.text()) == variable.name
        };
        let owners = context.exploration.owners.iter().copied();
        owners.filter(|owner| !owner.is_mixed && is_local(owner) && is_wanted(owner)).collect()
    }

    /// The owners of what is lost on a failing exit.
    fn lost_owners(&self) -> Vec<Owner> {
        let is_lost_by_failing = |defect: &&Defect| {
            let is_at_label = self.label.is_some_and(|label| label.range.contains(defect.at));
            is_at_label || self.exit_of(defect).is_some_and(|exit| exit.is_failing)
        };
        let lost: BTreeSet<VariableId> =
            losses(self.context).filter(is_lost_by_failing).filter_map(|defect| defect.holder).collect();
        self.local_owners(|owner| lost.contains(&owner.variable))
    }

    /// The exit that loses something.
    pub(super) fn exit_of(&self, defect: &Defect) -> Option<&Exit<'a>> {
        self.exits.iter().find(|exit| TextRange::from(exit.statement.byte_range()).contains(defect.at))
    }

    /// The failing exits behind the first acquisition that do not go to the label yet.
    fn exits_behind_first_owner(&self) -> Vec<Exit<'a>> {
        let first = self.owners.first().map_or(0, |owner| owner.acquired.start);
        self.failing_exits().filter(|exit| exit.statement.start_byte() > first).collect()
    }

    /// The failing exits that lose an owner, or release one themselves.
    fn exits_with_owners(&self) -> Vec<Exit<'a>> {
        let is_lost_at = |exit: &Exit<'a>| {
            let range = TextRange::from(exit.statement.byte_range());
            losses(self.context).any(|defect| range.contains(defect.at) && self.owns(defect.holder))
        };
        let may_jump =
            |exit: &Exit<'a>| self.label.is_none_or(|label| label.may_be_entered_from(self.context, exit.statement));
        self.failing_exits()
            .filter(|exit| is_lost_at(exit) || !self.releases_before(exit).is_empty())
            .filter(may_jump)
            .collect()
    }

    fn failing_exits(&self) -> impl Iterator<Item = Exit<'a>> {
        let end = self.label.map_or(usize::MAX, |label| label.range.start);
        self.exits.iter().copied().filter(move |exit| exit.is_failing && exit.statement.start_byte() < end)
    }

    fn is_released_at_label(&self, variable: VariableId) -> bool {
        let name = self.context.name(variable);
        self.label.is_some_and(|label| Release::within(self.context, label.range).any(|release| release.name == name))
    }

    /// Whether nobody else owns what the owners hold wherever a way leads to the label. What has been released or stolen
    /// there becomes NULL in the second step.
    fn may_release(&self) -> bool {
        let label = self.label.and_then(|label| label.entry(self.context));
        let exits = self.routed.iter().map(|exit| exit.statement.byte_range().into());
        let places: Vec<TextRange> = exits.chain(label).collect();
        self.owners.iter().all(|owner| {
            let declared = self.context.flow.variables[owner.variable.index()].range;
            let mut reached = places.iter().filter(|place| place.start > declared.start);
            !reached.any(|place| Standing::at(self.context, owner.variable, *place).is_lent())
        })
    }
}
