//! The goto-fail clean-up: failing exits go to one label, which releases what the function still owns.
//!
//! As a repair it is about what is lost: the exits that lose something go to the label, those that release the same
//! variables by hand go with them, and the rest of the function stays as its author wrote it. As a rewriting it takes
//! every owner and every failing exit behind the first of them.
//!
//! Done in two steps. The first rewrites declarations, exits and the label. The second analyses the outcome, and where
//! the label would release what has been released or stolen before, makes the variable NULL at that place.

use std::collections::{BTreeMap, BTreeSet};

use tree_sitter::Node;

use super::declaration::Declaration;
use super::exits::{Exit, always_fails, exits, failure_value};
use super::hunks::differences;
use super::label::{CleanUpLabel, clean_up_label};
use super::layout::{
    delete_statement, indentation, indentation_step, insert_after, line_end, replace_statement, statement_at,
    statement_range,
};
use super::release::{leave_after, release_at, return_type};
use super::statements::{called, nodes_of_kind};
use super::{FunctionContext, with_context, without_repetition};
use crate::flow::{VariableId, VariableKind};
use crate::ownership::{Defect, DefectKind, Owner};
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, Language, SourceFile, named_children};
use crate::text::{TextEdit, TextRange, apply_edits};

/// How often the second step looks again.
const ROUNDS: usize = 8;
const DISCARD: &str = "PyArray_DiscardWritebackIfCopy";
/// What releases an object, and may stand at the label more than once.
pub(super) const RELEASES: &[&str] = &["Py_XDECREF", "Py_DECREF", "Py_CLEAR", DISCARD];

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
pub(super) fn goto_fail(context: &FunctionContext<'_>, scope: Scope) -> Option<Fix> {
    let plan = Plan::new(context, scope)?;
    let title = match plan.label {
        Some(label) => format!("Complete the goto-fail clean-up at `{}`", label.name),
        None => "Insert goto-fail clean-up".to_owned(),
    };
    let edits = plan.edits()?;
    let mut text = apply_edits(context.file.text(), &without_repetition(edits))?;
    for _ in 0..ROUNDS {
        let file = SourceFile::new(&text, context.file.language());
        let edits = with_context(&file, context.macros, context.premises, null_after_loss)?;
        if edits.is_empty() {
            break;
        }
        text = apply_edits(&text, &without_repetition(edits))?;
    }
    let edits = differences(context.file.text(), &text);
    (!edits.is_empty()).then_some(Fix { title, applicability: Applicability::Safe, edits })
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
    let is_owner = Plan::new(context, Scope::Lost)?.owns(defect.holder);
    is_owner.then(|| goto_fail(context, Scope::Lost))?
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

/// The references that are lost on the way out.
fn losses<'c>(context: &FunctionContext<'c>) -> impl Iterator<Item = &'c Defect> {
    let defects = context.exploration.defects.iter();
    defects.filter(|defect| defect.kind == DefectKind::LostAtExit && defect.released_by.is_empty())
}

/// What has to change.
struct Plan<'c, 'a> {
    context: &'c FunctionContext<'a>,
    /// In the order in which they are acquired.
    owners: Vec<Owner>,
    label: Option<CleanUpLabel<'a>>,
    label_name: String,
    exits: Vec<Exit<'a>>,
    /// The failing exits that are to go to the label and do not yet.
    routed: Vec<Exit<'a>>,
    failure: &'a str,
}

impl<'c, 'a> Plan<'c, 'a> {
    /// `None` where the function has no owner or no way to fail.
    fn new(context: &'c FunctionContext<'a>, scope: Scope) -> Option<Self> {
        let failure = failure_value(context)?;
        let label = clean_up_label(context);
        let label_name =
            label.map_or_else(|| super::statements::unused_name(context, "fail"), |label| label.name.to_owned());
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
            plan.owners = plan.local_owners(|owner| {
                known.contains(&owner.variable) || plan.is_called_at(label, RELEASES, context.name(owner.variable))
            });
        }
        (!plan.owners.is_empty()).then_some(plan)
    }

    fn local_owners(&self, is_wanted: impl Fn(&Owner) -> bool) -> Vec<Owner> {
        let context = self.context;
        let is_local = |owner: &Owner| {
            let variable = &context.flow.variables[owner.variable.index()];
            variable.kind == VariableKind::Local && variable.range.of(context.file.text()) == variable.name
        };
        context.exploration.owners.iter().copied().filter(|owner| is_local(owner) && is_wanted(owner)).collect()
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

    fn exit_of(&self, defect: &Defect) -> Option<&Exit<'a>> {
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

    fn owns(&self, holder: Option<VariableId>) -> bool {
        self.owners.iter().any(|owner| Some(owner.variable) == holder)
    }

    fn failing_exits(&self) -> impl Iterator<Item = Exit<'a>> {
        let end = self.label.map_or(usize::MAX, |label| label.range.start);
        self.exits.iter().copied().filter(move |exit| exit.is_failing && exit.statement.start_byte() < end)
    }

    fn edits(&self) -> Option<Vec<TextEdit>> {
        let mut edits = Vec::new();
        for exit in &self.routed {
            edits.extend(self.route(exit));
        }
        edits.extend(self.success_exits());
        edits.extend(self.declarations()?);
        edits.extend(match self.label {
            Some(label) => self.extend_label(label),
            None => self.new_label(),
        });
        Some(edits)
    }

    /// Turns a failing exit into a jump; the releases before it go.
    fn route(&self, exit: &Exit<'a>) -> Vec<TextEdit> {
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
    fn releases_before(&self, exit: &Exit<'a>) -> Vec<Node<'a>> {
        let previous = |statement: &Node<'a>| statement.prev_named_sibling();
        let is_release = |statement: &Node<'a>| {
            called(self.context, *statement).is_some_and(|(function, _)| RELEASES.contains(&function))
        };
        std::iter::successors(previous(&exit.statement), previous)
            .take_while(is_release)
            .filter(|statement| self.is_release_of_owner(*statement))
            .collect()
    }

    fn is_release_of_owner(&self, statement: Node<'a>) -> bool {
        called(self.context, statement).is_some_and(|(function, arguments)| {
            RELEASES.contains(&function)
                && arguments.first().is_some_and(|argument| self.owner_names().any(|name| strip_cast(argument) == name))
        })
    }

    fn owner_names(&self) -> impl Iterator<Item = &'a str> {
        self.owners.iter().map(|owner| self.context.name(owner.variable))
    }

    /// Where the function succeeds and loses something, it is released before.
    fn success_exits(&self) -> Vec<TextEdit> {
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

    /// Every owner has a value before the first jump: it is NULL where it is declared, or declared at the top.
    fn declarations(&self) -> Option<Vec<TextEdit>> {
        let context = self.context;
        let first_jump = self.first_jump();
        if context.file.language() == Language::Cpp && self.jump_passes_declaration(first_jump) {
            return None;
        }
        let mut edits = Vec::new();
        let mut hoisted = Vec::new();
        for owner in &self.owners {
            let declaration = Declaration::of(context, *owner)?;
            let is_at_top = declaration.statement.parent() == Some(context.function.body);
            match declaration.value {
                None if is_at_top && is_assigned_before(context, context.name(owner.variable), first_jump) => {}
                None if is_at_top && declaration.statement.start_byte() < first_jump => {
                    edits.push(TextEdit::insert(declaration.name.end_byte(), " = NULL"));
                }
                Some(_) if is_at_top && declaration.statement.start_byte() < first_jump => {}
                value => {
                    // One declaration of several variables cannot be taken apart without touching the others.
                    if !declaration.is_alone {
                        return None;
                    }
                    hoisted.push(format!("{} = NULL;", declaration.head));
                    edits.extend(match value {
                        Some(value) => {
                            let assignment = format!("{} = {};", context.text(declaration.name), context.text(value));
                            replace_statement(context, declaration.statement, &[assignment])
                        }
                        None => delete_statement(context, declaration.statement),
                    });
                }
            }
        }
        edits.extend(self.at_top(&hoisted));
        Some(edits)
    }

    fn first_jump(&self) -> usize {
        let gotos = nodes_of_kind(self.context, Kind::GotoStatement);
        let existing = gotos.into_iter().filter(|node| {
            let label = self.context.grammar.child(*node, |fields| fields.label);
            label.is_some_and(|label| self.context.text(label) == self.label_name)
        });
        let positions =
            existing.map(|node| node.start_byte()).chain(self.routed.iter().map(|exit| exit.statement.start_byte()));
        positions.min().unwrap_or(usize::MAX)
    }

    /// C++ forbids a jump past a declaration with a constructor or an initialiser in the scope of the label.
    fn jump_passes_declaration(&self, first_jump: usize) -> bool {
        named_children(self.context.grammar, self.context.function.body).into_iter().any(|statement| {
            statement.start_byte() > first_jump
                && self.context.grammar.kind(statement) == Kind::Declaration
                && !self.owners.iter().any(|owner| {
                    let variable = &self.context.flow.variables[owner.variable.index()];
                    TextRange::from(statement.byte_range()).contains(variable.range)
                })
        })
    }

    /// Declarations that go to the top of the body.
    fn at_top(&self, lines: &[String]) -> Vec<TextEdit> {
        if lines.is_empty() {
            return Vec::new();
        }
        let context = self.context;
        let Some(first) = named_children(context.grammar, context.function.body).into_iter().next() else {
            return Vec::new();
        };
        let separator = format!("{}{}", line_end(context.file.text()), indentation(context.file, first.start_byte()));
        let text: String = lines.iter().map(|line| format!("{line}{separator}")).collect();
        vec![TextEdit::insert(first.start_byte(), text)]
    }

    /// What the label has to release, the last acquired first.
    fn releases(&self, label: Option<CleanUpLabel<'a>>) -> Vec<String> {
        let mut lines = Vec::new();
        for owner in self.owners.iter().rev() {
            let name = self.context.name(owner.variable);
            if label.is_some_and(|label| self.hands_back(label, name)) {
                continue;
            }
            if owner.has_write_back && !self.is_called_at(label, &[DISCARD], name) {
                lines.push(format!("{DISCARD}({name});"));
            }
            if !self.is_called_at(label, &["Py_XDECREF", "Py_DECREF", "Py_CLEAR"], name) {
                lines.push(format!("Py_XDECREF({name});"));
            }
        }
        lines
    }

    /// Whether the label returns the variable.
    fn hands_back(&self, label: CleanUpLabel<'a>, name: &str) -> bool {
        self.exits.iter().any(|exit| {
            label.range.contains(exit.statement.byte_range().into())
                && exit.value.is_some_and(|value| strip_cast(self.context.text(value)) == name)
        })
    }

    fn is_called_at(&self, label: Option<CleanUpLabel<'a>>, functions: &[&str], name: &str) -> bool {
        let Some(label) = label else { return false };
        self.calls_at(label).any(|(_, function, argument)| functions.contains(&function) && argument == name)
    }

    fn calls_at(&self, label: CleanUpLabel<'a>) -> impl Iterator<Item = (Node<'a>, &'a str, &'a str)> {
        nodes_of_kind(self.context, Kind::ExpressionStatement)
            .into_iter()
            .filter(move |statement| label.range.contains(statement.byte_range().into()))
            .filter_map(|statement| {
                let (function, arguments) = called(self.context, statement)?;
                Some((statement, function, strip_cast(arguments.first()?)))
            })
    }

    fn extend_label(&self, label: CleanUpLabel<'a>) -> Vec<TextEdit> {
        let mut edits = Vec::new();
        // What is released there may be NULL now.
        for (statement, function, argument) in self.calls_at(label).collect::<Vec<_>>() {
            if function == "Py_DECREF" && self.owner_names().any(|name| name == argument) {
                let start = statement.start_byte();
                edits.push(TextEdit::replace(TextRange::new(start, start + function.len()), "Py_XDECREF"));
            }
            // The discard has to come before the release that is already there.
            let owner = self.owners.iter().find(|owner| self.context.name(owner.variable) == argument);
            if RELEASES[..3].contains(&function)
                && owner.is_some_and(|owner| owner.has_write_back)
                && !self.is_called_at(Some(label), &[DISCARD], argument)
            {
                edits.extend(super::layout::insert_before(
                    self.context,
                    statement,
                    &[format!("{DISCARD}({argument});")],
                ));
            }
        }
        let lines: Vec<String> = self
            .releases(Some(label))
            .into_iter()
            .filter(|line| {
                let name = line.split(['(', ')']).nth(1).unwrap_or_default();
                !line.starts_with(DISCARD) || !self.is_called_at(Some(label), &RELEASES[..3], name)
            })
            .collect();
        let Some(first) = self.first_labelled(label) else { return edits };
        if !lines.is_empty() {
            let own = indentation(self.context.file, first.start_byte());
            let inner = if first.start_byte() == label.node.start_byte() || own.is_empty() { "    " } else { own };
            let separator = format!("{}{inner}", line_end(self.context.file.text()));
            let text: String = lines.iter().map(|line| format!("{line}{separator}")).collect();
            edits.push(TextEdit::insert(first.start_byte(), text));
        }
        edits
    }

    /// The first statement behind the label.
    fn first_labelled(&self, label: CleanUpLabel<'a>) -> Option<Node<'a>> {
        let name = self.context.grammar.child(label.node, |fields| fields.label)?;
        named_children(self.context.grammar, label.node)
            .into_iter()
            .find(|child| *child != name)
            .or_else(|| label.node.next_named_sibling())
    }

    fn new_label(&self) -> Vec<TextEdit> {
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
        for line in self.releases(None) {
            text.push_str(&format!("{inner}{line}{end_of_line}"));
        }
        text.push_str(&format!("{inner}return {};{end_of_line}", self.failure));
        let brace = context.function.body.end_byte().saturating_sub(1);
        let lines = context.file.lines();
        let line_start = lines.line_start(lines.line(brace));
        let before = context.file.text().get(line_start..brace).unwrap_or_default();
        if before.trim().is_empty() {
            vec![TextEdit::insert(line_start, text)]
        } else {
            vec![TextEdit::insert(brace, format!("{end_of_line}{text}"))]
        }
    }
}

/// Where the clean-up would release what was released or stolen before, the variable becomes NULL there.
fn null_after_loss(context: &FunctionContext<'_>) -> Vec<TextEdit> {
    let Some(label) = clean_up_label(context) else { return Vec::new() };
    let mut edits = Vec::new();
    for defect in &context.exploration.defects {
        if defect.kind == DefectKind::ReleasedNull {
            edits.extend(super::release::accept_null(context, defect).into_iter().flat_map(|fix| fix.edits));
            continue;
        }
        let is_double = defect.released_by.is_empty()
            && matches!(defect.kind, DefectKind::ReleasedAfterSteal | DefectKind::ReleasedTwice);
        if !is_double || !label.range.contains(defect.at) {
            continue;
        }
        let Some(statement) = defect.earlier.and_then(|earlier| statement_at(context, earlier)) else { continue };
        if label.range.contains(statement.byte_range().into()) {
            continue;
        }
        edits.extend(match called(context, statement) {
            // A cast is no place to store NULL at.
            Some(("Py_DECREF" | "Py_XDECREF", _)) => {
                let range = statement_range(context, statement);
                vec![TextEdit::replace(range, format!("Py_CLEAR({});", defect.variable))]
            }
            _ if context.grammar.kind(statement) == Kind::ExpressionStatement => {
                insert_after(context, statement, &[format!("{} = NULL;", defect.variable)])
            }
            _ => Vec::new(),
        });
    }
    edits
}

/// Whether a variable has been given a value, on every way, before an offset.
fn is_assigned_before(context: &FunctionContext<'_>, name: &str, offset: usize) -> bool {
    nodes_of_kind(context, Kind::AssignmentExpression).into_iter().any(|assignment| {
        let is_target =
            context.grammar.child(assignment, |fields| fields.left).is_some_and(|left| context.text(left) == name);
        let statement = statement_at(context, assignment.byte_range().into());
        let is_on_every_way = statement.is_some_and(|statement| {
            let is_plain = matches!(context.grammar.kind(statement), Kind::ExpressionStatement | Kind::IfStatement);
            is_plain && statement.parent() == Some(context.function.body)
        });
        is_target && is_on_every_way && assignment.start_byte() < offset
    })
}

/// Whether a way out hands a variable back.
pub(super) fn returns(context: &FunctionContext<'_>, exit: Node<'_>, name: &str) -> bool {
    let value = named_children(context.grammar, exit).into_iter().next();
    value.is_some_and(|value| strip_cast(context.text(value)) == name)
}

/// An argument without the casts in front of it.
pub(super) fn strip_cast(text: &str) -> &str {
    text.rsplit([')', ' ', '*']).next().unwrap_or(text)
}
