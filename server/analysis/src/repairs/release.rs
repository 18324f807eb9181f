//! Small repairs: a release put in or taken out, a reference taken, a test inserted.

use numpy_capi_db::{ErrorIndicator, ExceptionOnFailure, Format, Ownership, ResultOwnership, Symbol, callee, symbol};
use tree_sitter::Node;

use super::FunctionContext;
use super::exits::{always_fails, exits, failing_exit};
use super::goto_fail::{returns, strip_cast};
use super::label::{CleanUpLabel, clean_up_label};
use super::layout::{delete_statement, indentation_step, insert_after, insert_before, replace_statement, statement_at};
use super::statements::{called, mentions, nodes_of_kind, unused_name};
use crate::flow::VariableKind;
use crate::ownership::{Defect, DefectKind, Held, Holding, Question, holdings};
use crate::rules::{Applicability, Fix};
use crate::syntax::scan::{Scanner, Token, TokenKind};
use crate::syntax::{Kind, Language, named_children};
use crate::text::{TextEdit, TextRange};

fn fix(title: String, applicability: Applicability, edits: Vec<TextEdit>) -> Fix {
    Fix { title, applicability, edits }
}

/// `Py_DECREF(x);` before the function is left.
pub(crate) fn release_before_exit(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let exit = losing_exit(context, defect, name)?;
    let release = release_at(context, defect, exit)?;
    let edits = leave_after(context, exit, &[release]);
    Some(fix(format!("Release `{name}` before leaving"), Applicability::Safe, edits))
}

/// The release of what a variable holds wherever a statement is reached; `None` where it may be somebody else's there.
pub(super) fn release_at(context: &FunctionContext<'_>, defect: &Defect, place: Node<'_>) -> Option<String> {
    let release = release_of(context, defect)?;
    let holder = defect.holder?;
    if !defect.released_by.is_empty() {
        return Some(release);
    }
    let question = Question { variable: holder, place: place.byte_range().into(), takes_value: false };
    let Some(holdings) = holdings(context.flow, context.premises, question) else {
        let is_local = context.flow.variables[holder.index()].kind == VariableKind::Local;
        return is_local.then_some(release);
    };
    let parses = |symbol: &Symbol| symbol.params.iter().any(|param| param.format == Some(Format::Parse));
    let is_parsed = defect.acquired.symbol.is_some_and(parses);
    let is_lost = |holding: &Holding| {
        let defects = &context.exploration.defects;
        let is_same = |lost: &Defect| lost.holder == Some(holder) && lost.acquired.range == holding.acquired;
        let gives_new = |symbol: &Symbol| symbol.returns.ownership == ResultOwnership::New;
        defects.iter().any(is_same) || holding.from.is_some_and(gives_new)
    };
    // A parse that fails leaves what it has not written, and releases nothing that a converter made.
    let is_left_by_parse = |holding: &Holding| is_parsed && holding.held == Held::Unknown && holding.from.is_none();
    let is_own = |holding: &Holding| match holding.held {
        Held::Owned(_) | Held::Retained(_) | Held::Null => true,
        // What went to a function that is not known.
        Held::Unknown => is_lost(holding) || is_left_by_parse(holding),
        _ => false,
    };
    let may_be_null =
        holdings.iter().any(|holding| holding.held == Held::Null || holding.is_untested || is_left_by_parse(holding));
    let release = if may_be_null { release.replace("Py_DECREF", "Py_XDECREF") } else { release };
    holdings.iter().all(is_own).then_some(release)
}

/// The way out that loses an object. Not one that hands the object back, since that has a reference too many and not
/// one that is lost there, and not one behind a loop that loses it with every turn.
fn losing_exit<'a>(context: &FunctionContext<'a>, defect: &Defect, name: &str) -> Option<Node<'a>> {
    let statement = statement_at(context, defect.at)?;
    let is_lost_in_loop = context.exploration.defects.iter().any(|other| {
        other.kind == DefectKind::Overwritten
            && other.acquired.range == defect.acquired.range
            && other.at.contains(defect.acquired.range)
    });
    let is_exit = exits(context).into_iter().any(|exit| exit.statement == statement);
    (is_exit && !is_lost_in_loop && !returns(context, statement, name)).then_some(statement)
}

/// Takes a reference back that nobody needs, where the function takes one to the variable at one place only.
pub(crate) fn delete_retain(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let mut retains = nodes_of_kind(context, Kind::ExpressionStatement).into_iter().filter_map(|statement| {
        let (function, arguments) = called(context, statement)?;
        let takes_one = symbol(function)?.params.iter().any(|param| param.ownership == Ownership::Retained);
        (takes_one && strip_cast(arguments.first()?) == name).then_some((statement, function))
    });
    let (statement, function) = retains.next().filter(|_| retains.next().is_none())?;
    let title = format!("Remove this `{function}` of `{name}`");
    Some(fix(title, Applicability::Unsafe, delete_statement(context, statement)))
}

/// Whether a way out stands behind a label, so that paths meet there on which a variable may still be NULL.
pub(super) fn is_joined(context: &FunctionContext<'_>, exit: Node<'_>) -> bool {
    let labels = nodes_of_kind(context, Kind::LabeledStatement);
    labels.iter().any(|label| label.start_byte() <= exit.start_byte())
}

/// The statement that ends what a defect is about.
pub(super) fn release_of(context: &FunctionContext<'_>, defect: &Defect) -> Option<String> {
    let name = released_name(defect)?;
    if defect.released_by.is_empty() {
        let macro_name = if defect.may_be_null { "Py_XDECREF" } else { "Py_DECREF" };
        return Some(format!("{macro_name}({name});"));
    }
    let end = callee(defect.released_by)?;
    let holder = &context.flow.variables[defect.holder?.index()];
    let is_struct = !holder.is_pointer && end.param(0).is_some_and(|param| param.type_text.contains('*'));
    let address = if is_struct { "&" } else { "" };
    let call = format!("{}({address}{name});", end.name);
    let accepts_null = end.param(0).is_some_and(|param| param.may_be_null) || is_struct;
    Some(if defect.may_be_null && !accepts_null { format!("if ({name} != NULL) {call}") } else { call })
}

/// Puts lines before a `return`. Where the returned expression does work of its own, it comes first.
pub(super) fn leave_after(context: &FunctionContext<'_>, exit: Node<'_>, lines: &[String]) -> Vec<TextEdit> {
    let value = named_children(context.grammar, exit).into_iter().next();
    let is_plain = value.is_none_or(|value| {
        matches!(
            context.grammar.kind(value),
            Kind::Identifier | Kind::Null | Kind::NumberLiteral | Kind::UnaryExpression
        ) || always_fails(context, value)
            || nodes_below(context, value, Kind::CallExpression) == 0
                && !lines.iter().any(|line| touches(context, value, line))
    });
    let Some(value) = value.filter(|_| !is_plain) else {
        return insert_before(context, exit, lines);
    };
    let result = unused_name(context, "result");
    let return_type = return_type(context);
    let declaration = format!("{return_type}{result} = {};", context.text(value));
    let all = std::iter::once(declaration).chain(lines.iter().cloned()).chain([format!("return {result};")]);
    if context.file.language() == Language::Cpp {
        // A block of its own, so that no jump passes the declaration.
        let step = indentation_step(context);
        let inner = all.map(|line| format!("{step}{line}"));
        let block: Vec<String> = std::iter::once("{".to_owned()).chain(inner).chain(["}".to_owned()]).collect();
        return replace_statement(context, exit, &block);
    }
    replace_statement(context, exit, &all.collect::<Vec<String>>())
}

fn nodes_below(context: &FunctionContext<'_>, node: Node<'_>, kind: Kind) -> usize {
    let mut cursor = node.walk();
    let below: usize = node.named_children(&mut cursor).map(|child| nodes_below(context, child, kind)).sum();
    below + usize::from(context.grammar.kind(node) == kind)
}

fn touches(context: &FunctionContext<'_>, value: Node<'_>, line: &str) -> bool {
    let name = line.split(['(', ')']).nth(1).unwrap_or_default();
    mentions(context, value, name)
}

/// The return type as text that a declared name can follow.
pub(super) fn return_type(context: &FunctionContext<'_>) -> String {
    let head = TextRange::new(context.function.range.start, context.function.declarator.start_byte());
    let text = head.of(context.file.text());
    let words: Vec<&str> = text
        .split_whitespace()
        .filter(|word| {
            !matches!(*word, "static" | "extern" | "inline" | "NPY_NO_EXPORT" | "NPY_FINLINE" | "NPY_INLINE")
        })
        .collect();
    let joined = words.join(" ");
    match joined.as_str() {
        "PyMODINIT_FUNC" => "PyObject *".to_owned(),
        // The star stands where the author puts it.
        _ if words.last().is_some_and(|word| word.starts_with('*')) => joined,
        _ => format!("{joined} "),
    }
}

/// The variable of a defect, where it is a plain one.
pub(super) fn released_name(defect: &Defect) -> Option<&str> {
    Some(defect.variable.as_str()).filter(|name| !name.is_empty())
}

/// Takes a release out that is one too many.
pub(crate) fn delete_release(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    if matches!(defect.kind, DefectKind::UsedAfterRelease | DefectKind::UsedAfterKeeper) {
        return None;
    }
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let (_, arguments) = called(context, statement)?;
    if arguments.len() != 1 {
        return None;
    }
    let title = format!("Remove this release of `{name}`");
    Some(fix(title, Applicability::Unsafe, delete_statement(context, statement)))
}

/// Takes the first of two releases out.
pub(crate) fn delete_earlier_release(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.earlier?)?;
    called(context, statement)?;
    let title = format!("Remove the earlier release of `{name}`");
    Some(fix(title, Applicability::Unsafe, delete_statement(context, statement)))
}

/// Calls the function that belongs to the allocation.
pub(crate) fn use_right_release(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let statement = statement_at(context, defect.at)?;
    let (wrong, _) = called(context, statement)?;
    let start = defect.at.start;
    let range = TextRange::new(start, start + wrong.len());
    if range.of(context.file.text()) != wrong {
        return None;
    }
    let title = format!("Release it with `{}`", defect.released_by);
    Some(fix(title, Applicability::Safe, vec![TextEdit::replace(range, defect.released_by)]))
}

/// Takes a reference before a call that steals one.
pub(crate) fn insert_retain(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let macro_name = if defect.may_be_null { "Py_XINCREF" } else { "Py_INCREF" };
    let edits = insert_before(context, statement, &[format!("{macro_name}({name});")]);
    Some(fix(format!("Take a reference to `{name}` first"), Applicability::Safe, edits))
}

/// "O" becomes "N".
pub(crate) fn hand_over(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let argument = defect.earlier?;
    let node = context.function.body.descendant_for_byte_range(argument.start, argument.end.checked_sub(1)?)?;
    let mut call = node;
    while context.grammar.kind(call) != Kind::ArgumentList {
        call = call.parent()?;
    }
    let arguments = named_children(context.grammar, call);
    let position = arguments.iter().position(|known| TextRange::from(known.byte_range()).contains(argument))?;
    let format = *arguments.iter().take(position).find(|known| context.grammar.kind(**known) == Kind::StringLiteral)?;
    let format_position = arguments.iter().position(|known| *known == format)?;
    let unit = unit_offset(context.text(format), position - format_position - 1)?;
    let at = format.start_byte() + unit;
    let title = "Hand the reference over with \"N\"".to_owned();
    Some(fix(title, Applicability::Safe, vec![TextEdit::replace(TextRange::new(at, at + 1), "N")]))
}

/// Where in a format literal, quotes included, the "O" of an argument stands.
fn unit_offset(literal: &str, argument: usize) -> Option<usize> {
    let mut taken = 0;
    let mut at = 1;
    while at < literal.len() {
        let rest = literal.get(at..)?;
        match numpy_capi_db::format_unit_at(Format::Build, rest) {
            Some(unit) if !unit.arguments.is_empty() => {
                if taken <= argument && argument < taken + unit.arguments.len() {
                    return (unit.unit == "O").then_some(at);
                }
                taken += unit.arguments.len();
                at += unit.unit.len();
            }
            _ => at += rest.chars().next()?.len_utf8(),
        }
    }
    None
}

/// Releases the old value before a variable takes a new one.
pub(crate) fn release_before_assignment(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    // What was released before may be NULL the first time round a loop.
    let may_be_null = defect.may_be_null || is_set_to_null(context, name);
    let macro_name = if may_be_null { "Py_XSETREF" } else { "Py_SETREF" };
    let assignment = nodes_of_kind(context, Kind::AssignmentExpression)
        .into_iter()
        .find(|node| TextRange::from(node.byte_range()) == defect.at)?;
    let right = context.grammar.child(assignment, |fields| fields.right)?;
    let is_whole_statement = assignment.parent() == Some(statement);
    if !defect.released_by.is_empty() {
        if mentions(context, right, name) || !is_whole_statement {
            return None;
        }
        let edits = insert_before(context, statement, &[release_of(context, defect)?]);
        return Some(fix(format!("Release what `{name}` holds first"), Applicability::Unsafe, edits));
    }
    let edits = if mentions(context, right, name) && is_whole_statement {
        replace_statement(context, statement, &[format!("{macro_name}({name}, {});", set_value(context, right))])
    } else if is_whole_statement {
        let release = if may_be_null { "Py_XDECREF" } else { "Py_DECREF" };
        insert_before(context, statement, &[format!("{release}({name});")])
    } else {
        return None;
    };
    Some(fix(format!("Release the old value of `{name}`"), Applicability::Unsafe, edits))
}

/// Whether a variable is given NULL somewhere in the function.
fn is_set_to_null(context: &FunctionContext<'_>, name: &str) -> bool {
    let text = context.text(context.function.body);
    let tokens: Vec<Token> = Scanner::new(text.as_bytes()).filter(|token| token.kind != TokenKind::Comment).collect();
    let word = |token: &Token| text.get(token.start..token.end).unwrap_or_default();
    tokens.windows(3).any(|window| match window {
        [variable, equals, value] => {
            word(variable) == name && word(equals) == "=" && matches!(word(value), "NULL" | "nullptr" | "0")
        }
        _ => false,
    })
}

/// Keeps the result of a reallocation apart until it has been tested.
pub(crate) fn keep_until_tested(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let assignment = nodes_of_kind(context, Kind::AssignmentExpression)
        .into_iter()
        .find(|node| TextRange::from(node.byte_range()) == defect.at)?;
    let right = context.grammar.child(assignment, |fields| fields.right)?;
    if defect.released_by.is_empty() || !mentions(context, right, name) || assignment.parent() != Some(statement) {
        return None;
    }
    let is_cpp = context.file.language() == Language::Cpp;
    let type_text = &context.flow.variables[defect.holder?.index()].type_text;
    let result = unused_name(context, "resized");
    let leave = failing_exit(context)?;
    let step = indentation_step(context);
    let mut lines = vec![format!("void *{result} = {};", context.text(right)), format!("if ({result} == NULL) {{")];
    if clean_up_label(context).is_none() {
        lines.push(format!("{step}{}", release_of(context, defect)?));
    }
    let cast = if is_cpp { format!("({type_text} *)") } else { String::new() };
    lines.extend(leave.iter().map(|line| format!("{step}{line}")));
    lines.extend(["}".to_owned(), format!("{name} = {cast}{result};")]);
    let edits = replace_statement(context, statement, &lines);
    Some(fix(format!("Keep the result apart until `{name}` can change"), Applicability::Unsafe, edits))
}

/// The new value as a macro argument: commas outside parentheses cannot occur in an expression that is assigned.
fn set_value(context: &FunctionContext<'_>, right: Node<'_>) -> String {
    context.text(right).to_owned()
}

/// A test for NULL right after the result arrives.
pub(crate) fn insert_null_test(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.acquired.range)?;
    if !matches!(context.grammar.kind(statement), Kind::ExpressionStatement | Kind::Declaration) {
        return None;
    }
    let leave = failing_exit(context)?;
    let step = indentation_step(context);
    let mut lines = vec![format!("if ({name} == NULL) {{")];
    if raises_nothing(defect) && raises_by_hand(context) {
        lines.push(format!("{step}PyErr_NoMemory();"));
    }
    lines.extend(leave.iter().map(|line| format!("{step}{line}")));
    lines.push("}".to_owned());
    let edits = insert_after(context, statement, &lines);
    Some(fix(format!("Test `{name}` for NULL"), Applicability::Safe, edits))
}

/// Whether whoever calls the function expects an exception from it: it returns an object, or raises elsewhere.
fn raises_by_hand(context: &FunctionContext<'_>) -> bool {
    let raises = |statement: &Node<'_>| {
        let name = called(context, *statement).map_or("", |(name, _)| name);
        symbol(name).is_some_and(|symbol| symbol.error_indicator == Some(ErrorIndicator::Set))
    };
    return_type(context).contains("PyObject") || nodes_of_kind(context, Kind::ExpressionStatement).iter().any(raises)
}

/// Whether the failure of an allocation leaves no exception.
fn raises_nothing(defect: &Defect) -> bool {
    let is_memory = |symbol: &numpy_capi_db::Symbol| {
        symbol.returns.exception == ExceptionOnFailure::Never
            && matches!(symbol.result_type.as_str(), "void *" | "TYPE *")
    };
    defect.acquired.symbol.is_some_and(is_memory)
}

/// Resolves a write-back on the way to success and leaves where that fails; discards it on the way to failure.
pub(crate) fn settle_write_back(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let label = clean_up_label(context);
    let is_at_label = label.is_some_and(|label| label.range.contains(defect.at));
    // What success passes too must not be thrown away there.
    if is_at_label && !exits(context).iter().filter(|exit| lies_in(label, exit.statement)).all(|exit| exit.is_failing) {
        return None;
    }
    if is_at_label || leads_to_failure(context, statement) {
        let edits = insert_before(context, statement, &[format!("PyArray_DiscardWritebackIfCopy({name});")]);
        return Some(fix(format!("Discard the write-back of `{name}`"), Applicability::Safe, edits));
    }
    let step = indentation_step(context);
    let mut lines = vec![format!("if (PyArray_ResolveWritebackIfCopy({name}) < 0) {{")];
    if label.is_none() {
        lines.push(format!("{step}Py_DECREF({name});"));
    }
    lines.extend(failing_exit(context)?.iter().map(|line| format!("{step}{line}")));
    lines.push("}".to_owned());
    let edits = insert_before(context, statement, &lines);
    Some(fix(format!("Resolve the write-back of `{name}`"), Applicability::Safe, edits))
}

fn lies_in(label: Option<CleanUpLabel<'_>>, statement: Node<'_>) -> bool {
    label.is_some_and(|label| label.range.contains(statement.byte_range().into()))
}

/// Resolves a write-back where the function cannot leave at that point without losing something else.
pub(crate) fn resolve_write_back(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let name = released_name(defect)?;
    let statement = statement_at(context, defect.at)?;
    let edits = insert_before(context, statement, &[format!("PyArray_ResolveWritebackIfCopy({name});")]);
    Some(fix(format!("Resolve the write-back of `{name}` without a test"), Applicability::Unsafe, edits))
}

/// Whether the next exit behind a statement in its block is a failing one.
fn leads_to_failure(context: &FunctionContext<'_>, statement: Node<'_>) -> bool {
    let exits = exits(context);
    let mut next = statement.next_named_sibling();
    while let Some(sibling) = next {
        match context.grammar.kind(sibling) {
            Kind::GotoStatement => return true,
            Kind::ReturnStatement => {
                return exits.iter().any(|exit| exit.statement == sibling && exit.is_failing);
            }
            _ => next = sibling.next_named_sibling(),
        }
    }
    false
}

/// `= NULL` where the variable is declared.
pub(crate) fn initialise_with_null(_context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    if defect.kind != DefectKind::ReleasedUninitialised {
        return None;
    }
    let name = released_name(defect)?;
    let edits = vec![TextEdit::insert(defect.acquired.range.end, " = NULL")];
    Some(fix(format!("Initialise `{name}` with NULL"), Applicability::Safe, edits))
}

/// `Py_XDECREF(x)` in the place of `Py_DECREF(x)`.
pub(crate) fn accept_null(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let strict = defect.api.filter(|_| defect.kind != DefectKind::ReleasedUninitialised)?.name;
    let tolerant = match strict {
        "Py_DECREF" => "Py_XDECREF",
        "Py_INCREF" => "Py_XINCREF",
        _ => return None,
    };
    let before = context.file.text().get(..defect.at.start)?.trim_end().strip_suffix('(')?.trim_end();
    let start = before.strip_suffix(strict)?.len();
    let edits = vec![TextEdit::replace(TextRange::new(start, start + strict.len()), tolerant)];
    Some(fix(format!("Use `{tolerant}`"), Applicability::Safe, edits))
}
