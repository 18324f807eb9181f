//! Completion in calls with a format: the units in the string, and the variables that fit the units.

use numpy_capi_db::{Format, FormatArgument, Kind, Symbol, format_unit_at, format_units, symbol, symbols};

use super::completion::{Completion, CompletionKind};
use super::context::Context;
use super::format_call::{FormatCall, phrase};
use super::locals::{Local, locals};
use super::markdown::{bold, code, plain};
use crate::text::TextRange;

/// How far before the cursor declarations are looked for, in bytes.
const REACH: usize = 64 * 1024;

/// What the documentation of a unit is kept under, before the mini-language and the unit.
const UNIT_KEY: &str = "unit:";

/// The units that may follow at a cursor in a format string; `None` where the cursor stands in no such string.
pub(super) fn unit_offers(text: &str, offset: usize) -> Option<Vec<Completion>> {
    let context = Context::at_literal(text, offset)?;
    let call = context.call()?;
    let format_call = FormatCall::of(&context, call)?;
    let param = format_call.callee.params.get(call.argument)?;
    if param.format != Some(format_call.format) {
        return None;
    }
    let literal = context.tokens().get(context.word_position())?.range;
    let before = text.get(literal.start + 1..offset)?;
    if format_call.format == Format::Parse && before.contains([':', ';']) {
        return None;
    }
    let units = format_units(format_call.format).enumerate();
    let offers = units.map(|(order, unit)| {
        let types: Vec<&str> = unit.arguments.iter().map(|argument| argument.type_text.as_str()).collect();
        let types = if types.is_empty() { String::new() } else { format!("{} · ", types.join(", ")) };
        Completion {
            key: format!("{UNIT_KEY}{}:{}", format_call.format.word(), unit.unit),
            label: unit.unit.to_owned(),
            kind: CompletionKind::Unit,
            detail: format!("{types}{}", plain(&unit.summary)),
            replace: TextRange::empty(offset),
            filter: None,
            sort: format!("{order:03}"),
            deprecated: false,
        }
    });
    Some(offers.collect())
}

/// The page of a unit, by the key of its offer.
pub(super) fn unit_page(key: &str) -> Option<String> {
    let (format, unit) = key.strip_prefix(UNIT_KEY)?.split_once(':')?;
    let found = format_unit_at(Format::from_word(format)?, unit).filter(|found| found.unit == unit)?;
    let items = found.arguments.iter().map(|argument| {
        let ownership = phrase(argument).map(|phrase| format!("{}. ", bold(phrase))).unwrap_or_default();
        format!("- {}: {ownership}{}", code(argument.type_text.as_str()), argument.meaning)
    });
    let items: Vec<String> = items.collect();
    Some(format!("{} {}\n\n{}", bold(&code(found.unit)), found.summary, items.join("\n")))
}

/// The variables, types or converters that fit the unit that the argument at the cursor belongs to; `None` where the
/// cursor stands in no such argument or the argument is more than one name.
pub(super) fn value_offers(context: &Context) -> Option<Vec<Completion>> {
    let call = context.call()?;
    let format_call = FormatCall::of(context, call)?;
    let position = call.argument.checked_sub(format_call.first_value)?;
    let (unit, argument) = format_call.taker(position)?;
    let replace = replaced(context, call.first_token)?;
    let is_new = |name: &str| {
        let others = format_call.values.iter().enumerate().filter(|(other, _)| *other != position);
        !others.into_iter().any(|(_, value)| value.trim_start_matches('&').trim() == name)
    };
    let mut offers: Vec<Completion> = if argument.converter {
        converters(format_call.format, replace)
    } else if argument.type_text.as_str().starts_with("PyTypeObject") {
        types(replace)
    } else {
        let wanted = wanted_type(&format_call, unit.first_argument, argument);
        let start = function_start(context.text(), context.offset());
        let known = locals(context.text(), TextRange::new(start, context.offset()));
        let fitting = known
            .iter()
            .filter_map(|local| fitting(local, &wanted))
            .filter(|label| is_new(label.trim_start_matches('&')));
        fitting.map(|label| variable(label, unit.placed.unit.unit, argument, replace)).collect()
    };
    for (order, offer) in offers.iter_mut().enumerate() {
        offer.sort = format!("{order:05}");
        offer.filter = starts_with_ampersand(context, replace)
            .then(|| offer.label.clone())
            .or(Some(offer.label.trim_start_matches('&').to_owned()));
    }
    Some(offers)
}

/// What an offer replaces: the name at the cursor with an `&` before it. `None` where more than that is there.
fn replaced(context: &Context, first_token: usize) -> Option<TextRange> {
    let word = context.word().unwrap_or(TextRange::empty(context.offset()));
    let before = context.tokens().get(first_token..context.word_position())?;
    match before {
        [] => Some(word),
        [ampersand] if ampersand.is(b'&') => Some(TextRange::new(ampersand.range.start, word.end)),
        _ => None,
    }
}

fn starts_with_ampersand(context: &Context, range: TextRange) -> bool {
    range.of(context.text()).starts_with('&')
}

/// The type that an argument of a unit has; behind a converter, of its address parameter.
fn wanted_type(call: &FormatCall, first_argument: usize, argument: &'static FormatArgument) -> String {
    if !argument.opaque {
        return argument.type_text.to_string();
    }
    let converter = call.values.get(first_argument).and_then(|name| symbol(name));
    let address = converter.and_then(|converter| converter.params.iter().find(|param| param.converter));
    address.map_or_else(|| argument.type_text.to_string(), |param| param.type_text.to_string())
}

/// How a variable is handed over where a type is wanted; `None` where it does not fit.
fn fitting(local: &Local<'_>, wanted: &str) -> Option<String> {
    let (type_name, pointers) = shape(wanted);
    let is_same = local.type_name == type_name || (is_object(&local.type_name) && is_object(&type_name));
    if !is_same {
        return None;
    }
    if local.pointers + 1 == pointers {
        return Some(format!("&{}", local.name));
    }
    let is_value =
        local.pointers == pointers && (local.is_array || pointers == 0 || is_object(&type_name) && pointers == 1);
    is_value.then(|| local.name.to_owned())
}

/// The words and the stars of a type.
fn shape(type_text: &str) -> (String, usize) {
    let words: Vec<&str> =
        type_text.split([' ', '*']).filter(|word| !matches!(*word, "" | "const" | "struct")).collect();
    (words.join(" "), type_text.matches('*').count())
}

/// Whether a type is that of objects, by its name.
fn is_object(type_name: &str) -> bool {
    type_name.starts_with("Py") && (type_name.ends_with("Object") || type_name == "PyArray_Descr")
}

fn variable(label: String, unit: &str, argument: &FormatArgument, replace: TextRange) -> Completion {
    let ownership = phrase(argument).map(|phrase| format!(" · {phrase}")).unwrap_or_default();
    Completion {
        key: String::new(),
        label,
        kind: CompletionKind::Variable,
        detail: format!("{unit} · {}{ownership}", argument.type_text),
        replace,
        filter: None,
        sort: String::new(),
        deprecated: false,
    }
}

/// The types of the database, by their address.
fn types(replace: TextRange) -> Vec<Completion> {
    let is_type =
        |it: &&Symbol| it.kind == Kind::Global && it.signature.contains("PyTypeObject ") && !it.signature.contains('*');
    let types = symbols().iter().filter(is_type);
    types
        .map(|global| {
            of_database(format!("&{}", global.name), global.name, CompletionKind::Variable, &global.summary, replace)
        })
        .collect()
}

fn converters(format: Format, replace: TextRange) -> Vec<Completion> {
    if format != Format::Parse {
        return Vec::new();
    }
    let converters = symbols().iter().filter(|symbol| symbol.is_converter() && symbol.removed.is_empty());
    converters
        .map(|it| of_database(it.name.to_owned(), it.name, CompletionKind::Function, &it.summary, replace))
        .collect()
}

fn of_database(label: String, key: &str, kind: CompletionKind, summary: &str, replace: TextRange) -> Completion {
    Completion {
        key: key.to_owned(),
        label,
        kind,
        detail: plain(summary),
        replace,
        filter: None,
        sort: String::new(),
        deprecated: false,
    }
}

/// Where the function around an offset begins, by layout: behind the last brace at the start of a line.
fn function_start(text: &str, offset: usize) -> usize {
    let reach = offset.saturating_sub(REACH);
    let start = (reach..=offset).find(|&at| text.is_char_boundary(at)).unwrap_or(offset);
    let before = text.get(start..offset).unwrap_or_default();
    start + before.rfind("\n}").map_or(0, |at| at + "\n}".len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::completion::{CompletionScope, completions};
    use crate::ide::fixture::at_cursor;
    use crate::settings::Settings;

    fn offers(marked: &str) -> Vec<Completion> {
        let (file, offset) = at_cursor(marked);
        completions(&file, offset, CompletionScope::Context, &Settings::default())
    }

    fn labels(marked: &str) -> Vec<String> {
        offers(marked).into_iter().map(|offer| offer.label).collect()
    }

    const HEAD: &str = "static PyObject *\nf(PyObject *self, PyObject *args)\n{\n    PyArrayObject *array = NULL;\n    \
                        int count, flags = 0;\n    double factor;\n    Py_buffer view;\n    npy_intp dims[2];\n    \
                        PyArray_Dims shape;\n    const char *name;\n    ";

    #[test]
    fn units_are_offered_in_a_format() {
        for marked in [
            "PyArg_ParseTuple(args, \"$0\"",
            "PyArg_ParseTuple(args, \"O$0",
            "PyArg_ParseTuple(args, \"O\" \"i$0:\", &a)",
        ] {
            let labels = labels(marked);
            assert!(
                ["O", "O!", "O&", "n", "y*"].iter().all(|unit| labels.contains(&(*unit).to_owned())),
                "{marked}: {labels:?}"
            );
            assert!(!labels.contains(&"N".to_owned()), "{marked}");
        }
        assert!(labels("Py_BuildValue(\"$0\")").contains(&"N".to_owned()));
        let unit = offers("PyArg_ParseTuple(args, \"$0\")").into_iter().find(|offer| offer.label == "y*");
        assert!(unit.as_ref().is_some_and(|unit| unit.detail.starts_with("Py_buffer * · ")), "{unit:?}");
        let page = unit.and_then(|unit| unit_page(&unit.key)).unwrap_or_default();
        assert!(page.starts_with("**`y*`** ") && page.contains("receives a resource"), "{page}");
    }

    #[test]
    fn other_strings_are_left_alone() {
        for marked in [
            "PyErr_SetString(PyExc_ValueError, \"$0\")",
            "PyArg_ParseTuple(args, \"O:$0\", &a)",
            "PyArg_ParseTuple(args, \"O\", \"$0\")",
            "mine(\"$0\")",
            "/* PyArg_ParseTuple(args, \"$0\") */",
            "x = \"$0\";",
        ] {
            assert_eq!(labels(marked), Vec::<String>::new(), "{marked}");
        }
    }

    #[test]
    fn the_variables_that_fit_a_unit_are_offered() {
        let after = |call: &str| labels(&format!("{HEAD}{call}"));
        assert_eq!(after("PyArg_ParseTuple(args, \"i\", $0"), ["&flags", "&count"]);
        assert_eq!(after("PyArg_ParseTuple(args, \"ii\", &flags, &$0)"), ["&count"]);
        assert_eq!(after("PyArg_ParseTuple(args, \"d\", &fa$0)"), ["&factor"]);
        assert_eq!(after("PyArg_ParseTuple(args, \"s\", $0)"), ["&name"]);
        assert_eq!(after("PyArg_ParseTuple(args, \"y*\", $0)"), ["&view"]);
        assert_eq!(after("PyArg_ParseTuple(args, \"O\", $0)"), ["&array", "&args", "&self"]);
        assert_eq!(after("PyArg_ParseTuple(args, \"O&\", PyArray_IntpConverter, $0)"), ["&shape"]);
        assert!(after("PyArg_ParseTuple(args, \"O!\", $0").contains(&"&PyArray_Type".to_owned()));
        assert!(after("PyArg_ParseTuple(args, \"O&\", $0").contains(&"PyArray_Converter".to_owned()));
        assert_eq!(after("Py_BuildValue(\"Ni\", $0"), ["array", "args", "self"]);
        assert_eq!(after("Py_BuildValue(\"Ni\", array, $0"), ["flags", "count"]);
    }

    #[test]
    fn nothing_is_offered_behind_the_units_or_inside_an_expression() {
        for call in [
            "PyArg_ParseTuple(args, \"i\", &count, $0",
            "PyArg_ParseTuple(args, \"i\", a + $0",
            "PyArg_ParseTuple(args, FORMAT, $0",
        ] {
            assert_eq!(labels(&format!("{HEAD}{call}")), Vec::<String>::new(), "{call}");
        }
    }

    #[test]
    fn the_ampersand_is_replaced_with_the_name() {
        let (file, offset) = at_cursor(&format!("{HEAD}PyArg_ParseTuple(args, \"d\", &fa$0)"));
        let offers = completions(&file, offset, CompletionScope::Context, &Settings::default());
        assert!(offers.iter().all(|offer| offer.replace.of(file.text()) == "&fa"), "{offers:?}");
    }
}
