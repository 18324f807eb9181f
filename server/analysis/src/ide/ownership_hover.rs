//! Hover over a variable: who owns what it holds at that place.

use super::context::Context;
use super::hover::Hover;
use super::lexer::TokenKind;
use super::markdown::{bold, code};
use crate::flow::{Flow, VariableId, VariableKind, lower};
use crate::ownership::{Held, Holding, Question, holdings};
use crate::repairs::{Alone, Surroundings};
use crate::settings::Settings;
use crate::syntax::{SourceFile, functions, template};
use crate::text::TextRange;

/// More states than this tell nobody anything.
const MOST_STATES: usize = 5;

/// Who owns what the variable at the cursor holds; `None` where the ledger does not know.
pub(super) fn ownership_hover(file: &SourceFile, context: &Context, settings: &Settings) -> Option<Hover> {
    let range = context.word()?;
    if template::is_template(file.text()) || !file.uses_python() {
        return None;
    }
    let alone = Alone::new(&Surroundings::new(file, settings), range)?;
    let place = alone.moved_into(range);
    let function = functions(&alone.file).into_iter().next()?;
    let flow = lower(&alone.file, alone.macros, &function).ok()?;
    let variable = variable_at(&flow, range.of(file.text()), place)?;
    let question = Question { variable, place, takes_value: takes_value(context) };
    let states = holdings(&flow, alone.premises(), question)?;
    let line = |at: TextRange| file.lines().line(alone.moved_back(at).start) + 1;
    let mut phrases: Vec<String> = Vec::new();
    for state in &states {
        let phrase = phrase(state, &line);
        if !phrases.contains(&phrase) {
            phrases.push(phrase);
        }
    }
    if phrases.len() > MOST_STATES || states.iter().all(|state| state.held == Held::Unknown) {
        return None;
    }
    Some(Hover { range, markdown: text(range.of(file.text()), &phrases) })
}

fn text(name: &str, phrases: &[String]) -> String {
    let name = bold(&code(name));
    match phrases {
        [only] => format!("{name}: {only}."),
        several => {
            let items: Vec<String> = several.iter().map(|phrase| format!("- {phrase}")).collect();
            format!("{name}, depending on the path:\n\n{}", items.join("\n"))
        }
    }
}

/// The variable of a name at a place: of several the one that was declared last before it.
fn variable_at(flow: &Flow, name: &str, place: TextRange) -> Option<VariableId> {
    let is_plain = |kind: VariableKind| matches!(kind, VariableKind::Local | VariableKind::Parameter);
    let named = flow.variables.iter().enumerate().filter(|(_, variable)| {
        variable.name == name && variable.is_pointer && is_plain(variable.kind) && variable.range.start <= place.start
    });
    named.max_by_key(|(_, variable)| variable.range.start).map(|(index, _)| VariableId(index as u32))
}

/// Whether the name at the cursor stands left of `=`.
fn takes_value(context: &Context) -> bool {
    let behind = context.tokens().get(context.word_position() + 1..).unwrap_or_default();
    let is = |position: usize, byte: u8| behind.get(position).is_some_and(|token| token.is(byte));
    let is_comparison =
        is(1, b'=') && behind.first().zip(behind.get(1)).is_some_and(|(a, b)| a.range.end == b.range.start);
    is(0, b'=') && !is_comparison && behind.first().is_some_and(|token| matches!(token.kind, TokenKind::Punctuation(_)))
}

fn phrase(holding: &Holding, line: &dyn Fn(TextRange) -> usize) -> String {
    let from = match holding.from {
        Some(symbol) => format!("from {} in line {}", code(symbol.name), line(holding.acquired)),
        None => format!("since line {}", line(holding.acquired)),
    };
    let untested = if holding.is_untested { ", not yet tested for NULL" } else { "" };
    match holding.held {
        Held::Owned(1) => format!("this function **owns** one reference, {from}{untested}"),
        Held::Owned(count) | Held::Retained(count) if count > 1 => {
            format!("this function **owns** {count} references, {from}{untested}")
        }
        Held::Owned(_) | Held::Retained(_) => {
            format!("this function **owns** a reference that it took, {from}{untested}")
        }
        Held::Resource(end) => format!("this function has to end it with {}, {from}{untested}", code(end)),
        Held::Borrowed => format!("a **borrowed** reference {from}{untested}"),
        Held::Stolen(at) => format!("**stolen** in line {}: no longer this function's", line(at)),
        Held::Released(at) => format!("**released** in line {}: it may be gone", line(at)),
        Held::Null => "NULL".to_owned(),
        Held::Uninitialised => "no value yet".to_owned(),
        Held::Unknown => "not followed any more".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    const FUNCTION: &str = "#include <Python.h>\n#include <numpy/arrayobject.h>\n
static PyObject *
f(PyObject *self, PyObject *args)
{
    PyObject *item, *list = NULL;
    if (!PyArg_ParseTuple(args, \"O\", &item)) {
        return NULL;
    }
    PyArrayObject *array = (PyArrayObject *)PyArray_FROM_O(item);
    if (array == NULL) {
        return NULL;
    }
    list = PyList_New(1);
    if (list == NULL) {
        Py_DECREF(array);
        return NULL;
    }
    PyList_SET_ITEM(list, 0, (PyObject *)array);
    npy_intp n = PyArray_SIZE(array);
    use(n, item);
    return list;
}
";

    /// What is said at the first occurrence of a text, whose cursor is marked.
    fn said(marked: &str) -> Option<String> {
        let plain = marked.replace("$0", "");
        let (file, offset) = at_cursor(&FUNCTION.replacen(&plain, marked, 1));
        let context = Context::at(file.text(), offset)?;
        ownership_hover(&file, &context, &Settings::default()).map(|hover| hover.markdown)
    }

    #[test]
    fn a_variable_says_who_owns_what_it_holds_there() {
        let cases = [
            (
                "$0array = (PyArrayObject",
                "**`array`**: this function **owns** one reference, from `PyArray_FROM_O` in line 11, not yet tested for NULL.",
            ),
            (
                "if (arr$0ay == NULL",
                "**`array`**: this function **owns** one reference, from `PyArray_FROM_O` in line 11, not yet tested for NULL.",
            ),
            ("DECREF(array$0)", "**`array`**: this function **owns** one reference, from `PyArray_FROM_O` in line 11."),
            (
                "(PyObject *)arr$0ay);",
                "**`array`**: this function **owns** one reference, from `PyArray_FROM_O` in line 11.",
            ),
            ("PyArray_SIZE($0array", "**`array`**: **stolen** in line 20: no longer this function's."),
            ("use(n, it$0em)", "**`item`**: a **borrowed** reference from `PyArg_ParseTuple` in line 8."),
            ("return l$0ist", "**`list`**: this function **owns** one reference, from `PyList_New` in line 15."),
        ];
        for (marked, expected) in cases {
            assert_eq!(said(marked).as_deref(), Some(expected), "{marked}");
        }
    }

    #[test]
    fn what_the_ledger_does_not_know_is_not_said() {
        for marked in ["use($0n, item", "PyArg_ParseTuple($0args", "us$0e(n", "npy_intp $0n ="] {
            assert_eq!(said(marked), None, "{marked}");
        }
    }
}
