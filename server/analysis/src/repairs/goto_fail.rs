//! The goto-fail clean-up: every failing exit goes to one label, which releases whatever the function still owns.
//!
//! Done in two steps. The first rewrites declarations, exits and the label. The second analyses the outcome, and where
//! the label would release what has been released or stolen before, makes the variable NULL at that place.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::exits::{Exit, always_fails, exits, failure_value};
use super::layout::{
    delete_statement, indentation, indentation_step, insert_after, line_end, replace_statement, statement_at,
    statement_range,
};
use super::release::{leave_after, return_type};
use super::statements::{called, nodes_of_kind};
use super::{FunctionContext, with_context, without_repetition};
use crate::flow::VariableKind;
use crate::ownership::{Defect, DefectKind, Owner};
use crate::rules::{Applicability, Fix};
use crate::syntax::{Kind, Language, SourceFile, named_children};
use crate::text::{TextEdit, TextRange, apply_edits};

/// How often the second step looks again.
const ROUNDS: usize = 8;
const DISCARD: &str = "PyArray_DiscardWritebackIfCopy";
const RELEASES: &[&str] = &["Py_XDECREF", "Py_DECREF", "Py_CLEAR", DISCARD];
/// What people call the label.
const LABEL_NAMES: &[&str] = &[
    "fail", "error", "err", "cleanup", "clean_up", "finish", "exit", "done", "end", "bail", "out", "failed", "onError",
];

/// The label at which a function cleans up.
#[derive(Clone, Copy, Debug)]
pub(super) struct CleanUpLabel<'a> {
    pub name: &'a str,
    /// The labelled statement.
    pub node: Node<'a>,
    /// From the label to the end of the function.
    pub range: TextRange,
}

/// The last label of the body that releases something or has a telling name.
pub(super) fn clean_up_label<'a>(context: &FunctionContext<'a>) -> Option<CleanUpLabel<'a>> {
    let body = context.function.body;
    let labels = named_children(context.grammar, body)
        .into_iter()
        .filter(|node| context.grammar.kind(*node) == Kind::LabeledStatement);
    labels
        .filter_map(|node| {
            let name = context.text(context.grammar.child(node, |fields| fields.label)?);
            Some(CleanUpLabel { name, node, range: TextRange::new(node.start_byte(), body.end_byte()) })
        })
        .filter(|label| {
            let releases = nodes_of_kind(context, Kind::ExpressionStatement).into_iter().any(|statement| {
                label.range.contains(statement.byte_range().into())
                    && called(context, statement).is_some_and(|(function, _)| RELEASES.contains(&function))
            });
            releases || LABEL_NAMES.contains(&label.name)
        })
        .max_by_key(|label| label.range.start)
}

/// Gives the function a complete clean-up.
pub(crate) fn goto_fail(context: &FunctionContext<'_>) -> Option<Fix> {
    let plan = Plan::new(context)?;
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

/// What has to change.
struct Plan<'c, 'a> {
    context: &'c FunctionContext<'a>,
    /// In the order in which they are acquired.
    owners: Vec<Owner>,
    label: Option<CleanUpLabel<'a>>,
    label_name: String,
    exits: Vec<Exit<'a>>,
    failure: &'a str,
}

impl<'c, 'a> Plan<'c, 'a> {
    /// `None` where the function has no owner or no way to fail.
    fn new(context: &'c FunctionContext<'a>) -> Option<Self> {
        let owners: Vec<Owner> = context
            .exploration
            .owners
            .iter()
            .copied()
            .filter(|owner| {
                let variable = &context.flow.variables[owner.variable.index()];
                variable.kind == VariableKind::Local && variable.range.of(context.file.text()) == variable.name
            })
            .collect();
        let failure = failure_value(context)?;
        let label = clean_up_label(context);
        let label_name =
            label.map_or_else(|| super::statements::unused_name(context, "fail"), |label| label.name.to_owned());
        (!owners.is_empty()).then(|| Self { context, owners, label, label_name, exits: exits(context), failure })
    }

    fn edits(&self) -> Option<Vec<TextEdit>> {
        let routed = self.routed_exits();
        let mut edits = Vec::new();
        for exit in &routed {
            edits.extend(self.route(exit));
        }
        edits.extend(self.success_exits());
        edits.extend(self.declarations(&routed)?);
        edits.extend(match self.label {
            Some(label) => self.extend_label(label),
            None => self.new_label(),
        });
        Some(edits)
    }

    /// The failing exits that do not go to the label yet. Where the label is there already, exits before the first
    /// acquisition are left as their author wrote them.
    fn routed_exits(&self) -> Vec<Exit<'a>> {
        let first = self.owners.first().map_or(0, |owner| owner.acquired.start);
        self.exits
            .iter()
            .copied()
            .filter(|exit| exit.is_failing)
            .filter(|exit| match self.label {
                Some(label) => exit.statement.start_byte() > first && exit.statement.start_byte() < label.range.start,
                None => true,
            })
            .collect()
    }

    /// Turns a failing exit into a jump; the releases before it go.
    fn route(&self, exit: &Exit<'a>) -> Vec<TextEdit> {
        let context = self.context;
        let mut edits = Vec::new();
        let mut before = exit.statement.prev_named_sibling();
        while let Some(statement) = before.filter(|statement| self.is_release_of_owner(*statement)) {
            edits.extend(delete_statement(context, statement));
            before = statement.prev_named_sibling();
        }
        let jump = format!("goto {};", self.label_name);
        let lines = match exit.value.filter(|value| always_fails(context, *value)) {
            Some(call) => vec![format!("{};", context.text(call)), jump],
            None => vec![jump],
        };
        edits.extend(replace_statement(context, exit.statement, &lines));
        edits
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
        let lost_references = |defect: &&Defect| defect.kind == DefectKind::LostAtExit && defect.released_by.is_empty();
        for defect in self.context.exploration.defects.iter().filter(lost_references) {
            let exit = self.exits.iter().find(|exit| TextRange::from(exit.statement.byte_range()).contains(defect.at));
            let is_in_label = self.label.is_some_and(|label| label.range.contains(defect.at));
            if let Some(exit) = exit.filter(|exit| !exit.is_failing && !is_in_label) {
                let entry = lost.entry(exit.statement.start_byte()).or_insert((exit.statement, Vec::new()));
                if entry.1.iter().all(|known| known.holder != defect.holder) {
                    entry.1.push(defect);
                }
            }
        }
        let mut edits = Vec::new();
        for (statement, mut defects) in lost.into_values() {
            defects.sort_by_key(|defect| std::cmp::Reverse(defect.acquired.range));
            let lines: Vec<String> = defects
                .iter()
                .map(|defect| {
                    let release = if defect.may_be_null { "Py_XDECREF" } else { "Py_DECREF" };
                    format!("{release}({});", defect.variable)
                })
                .collect();
            edits.extend(leave_after(self.context, statement, &lines));
        }
        edits
    }

    /// Every owner is NULL before the first jump: initialised where it is declared, or declared at the top.
    fn declarations(&self, routed: &[Exit<'a>]) -> Option<Vec<TextEdit>> {
        let context = self.context;
        let first_jump = self.first_jump(routed);
        if context.file.language() == Language::Cpp && self.jump_passes_declaration(first_jump) {
            return None;
        }
        let mut edits = Vec::new();
        let mut hoisted = Vec::new();
        for owner in &self.owners {
            let declaration = Declaration::of(context, *owner)?;
            let is_at_top = declaration.statement.parent() == Some(context.function.body);
            match declaration.value {
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

    fn first_jump(&self, routed: &[Exit<'a>]) -> usize {
        let gotos = nodes_of_kind(self.context, Kind::GotoStatement);
        let existing = gotos.into_iter().filter(|node| {
            let label = self.context.grammar.child(*node, |fields| fields.label);
            label.is_some_and(|label| self.context.text(label) == self.label_name)
        });
        let positions =
            existing.map(|node| node.start_byte()).chain(routed.iter().map(|exit| exit.statement.start_byte()));
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

/// The declaration of an owner.
struct Declaration<'a> {
    statement: Node<'a>,
    name: Node<'a>,
    value: Option<Node<'a>>,
    /// Type and declarator, such as `PyObject *list`.
    head: String,
    /// Whether it declares this variable only.
    is_alone: bool,
}

impl<'a> Declaration<'a> {
    fn of(context: &FunctionContext<'a>, owner: Owner) -> Option<Self> {
        let range = context.flow.variables[owner.variable.index()].range;
        let name = context.function.body.descendant_for_byte_range(range.start, range.end)?;
        let mut declarator = name;
        loop {
            let parent = declarator.parent()?;
            if context.grammar.kind(parent) == Kind::Declaration {
                break;
            }
            declarator = parent;
        }
        let statement = declarator.parent()?;
        let is_loop_head = statement.parent().is_some_and(|parent| {
            !matches!(context.grammar.kind(parent), Kind::CompoundStatement | Kind::CaseStatement)
        });
        if is_loop_head {
            return None;
        }
        let value = (context.grammar.kind(declarator) == Kind::InitDeclarator)
            .then(|| context.grammar.child(declarator, |fields| fields.value))
            .flatten();
        let type_node = context.grammar.child(statement, |fields| fields.type_)?;
        let stars = TextRange::new(declarator.start_byte(), name.end_byte()).of(context.file.text());
        let head = format!("{} {stars}", context.text(type_node));
        let declarators = named_children(context.grammar, statement).len();
        Some(Self { statement, name, value, head, is_alone: declarators == 2 })
    }
}

/// Where the clean-up would release what was released or stolen before, the variable becomes NULL there.
fn null_after_loss(context: &FunctionContext<'_>) -> Vec<TextEdit> {
    let Some(label) = clean_up_label(context) else { return Vec::new() };
    let mut edits = Vec::new();
    for defect in &context.exploration.defects {
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
            Some((function @ ("Py_DECREF" | "Py_XDECREF"), _)) => {
                let start = statement_range(context, statement).start;
                vec![TextEdit::replace(TextRange::new(start, start + function.len()), "Py_CLEAR")]
            }
            _ if context.grammar.kind(statement) == Kind::ExpressionStatement => {
                insert_after(context, statement, &[format!("{} = NULL;", defect.variable)])
            }
            _ => Vec::new(),
        });
    }
    edits
}

/// An argument without the casts in front of it.
fn strip_cast(text: &str) -> &str {
    text.rsplit([')', ' ', '*']).next().unwrap_or(text)
}

/// The changed lines between two texts as edits.
fn differences(old: &str, new: &str) -> Vec<TextEdit> {
    if old == new {
        return Vec::new();
    }
    let prefix = old.split_inclusive('\n').zip(new.split_inclusive('\n')).take_while(|(old, new)| old == new);
    let start: usize = prefix.map(|(line, _)| line.len()).sum();
    let (old_rest, new_rest) = (&old[start..], &new[start..]);
    let suffix = lines_backwards(old_rest).zip(lines_backwards(new_rest)).take_while(|(old, new)| old == new);
    let kept: usize = suffix.map(|(line, _)| line.len()).sum();
    let range = TextRange::new(start, old.len() - kept);
    vec![TextEdit::replace(range, &new_rest[..new_rest.len() - kept])]
}

fn lines_backwards(text: &str) -> impl Iterator<Item = &str> {
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.reverse();
    lines.into_iter()
}
