//! Whatever is typed, every question gets an answer that fits the text.

use std::fmt::Write;
use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::{
    CompletionScope, TemplatePart, completions, hover, inlay_hints, signature_help, template_definition,
    template_outline,
};
use crate::settings::Settings;
use crate::syntax::{Language, SourceFile};
use crate::text::TextRange;

const TEXT: &str = r#"/* Wärme */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#define REQUEST(x) (NPY_ARRAY_IN_ARRAY | \
    NPY_ARRAY_FORCECAST) // “quoted”
static const char *raw = R"x(PyArray_New( /* )x"; char c = '\'';
static PyObject *
f(PyObject *self, PyObject *args)
{
    PyObject *obj; // NPY_ARRAY_ \
        still a comment
    if (!PyArg_ParseTuple(args, "O|ä:f", &obj)) return NULL;
    for (int i = 0; i < n(1, 2); i++) { x[i] = (npy_intp[]){1, 2}[0]; }
    PyArrayObject *a = (PyArrayObject *)PyArray_FROM_OTF(obj, NPY_DOUBLE, REQUEST(1) | NPY_ARRAY_WRITEBACKIFCOPY);
    a->descr = PyArray_NewLikeArray(a, NPY_KEEPORDER, /* é */ NULL, 0);
    return PyArray_New(&PyArray_Type, 1, (npy_intp *)dims, NPY_INT, NULL, NULL, 0, NPY_ARRAY_CARRAY | ~0x10, NULL);
}
"#;

fn fits(range: TextRange, text: &str) -> bool {
    range.start <= range.end && text.get(range.start..range.end).is_some()
}

/// Asks everything at an offset and tells whether every range fits.
fn answers_fit(text: &str, offset: usize, language: Language) -> bool {
    let file = SourceFile::new(text, language);
    let settings = Settings::default();
    let hover_fits = hover(&file, offset, &settings).is_none_or(|hover| fits(hover.range, text));
    let scopes = [CompletionScope::Context, CompletionScope::All];
    let offers = scopes.iter().flat_map(|&scope| completions(&file, offset, scope, &settings));
    let offers_fit = offers.into_iter().all(|offer| fits(offer.replace, text));
    let help_fits = signature_help(&file, offset).is_none_or(|help| {
        let ranges_fit = help.parameters.iter().all(|&(start, end)| fits(TextRange::new(start, end), &help.label));
        ranges_fit && help.parameters.len() == help.parameter_documentation.len()
    });
    let hints_fit = inlay_hints(&file, TextRange::new(0, offset)).iter().all(|hint| text.is_char_boundary(hint.offset));
    let target_fits = template_definition(&file, offset).is_none_or(|target| fits(target, text));
    let outline_fits = template_outline(&file).into_iter().flatten().all(|part| part_fits(&part, text));
    hover_fits && offers_fit && help_fits && hints_fit && target_fits && outline_fits
}

/// A client refuses an outline whose selection does not lie within its range.
fn part_fits(part: &TemplatePart, text: &str) -> bool {
    let is_nested = part.children.iter().all(|child| part.range.contains(child.range) && part_fits(child, text));
    fits(part.range, text) && fits(part.selection, text) && part.range.contains(part.selection) && is_nested
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

#[test]
fn every_offset_of_a_whole_text_is_answered() {
    for offset in 0..TEXT.len() + 3 {
        assert!(answers_fit(TEXT, offset, Language::C), "at {offset}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_offset_of_a_cut_text_is_answered(from in 0..TEXT.len(), to in 0..TEXT.len(), at in 0..TEXT.len() + 2) {
        let (from, to) = (floor(TEXT, from.min(to)), floor(TEXT, from.max(to)));
        let without = [TEXT.get(..from).unwrap_or_default(), TEXT.get(to..).unwrap_or_default()].concat();
        prop_assert!(answers_fit(TEXT.get(from..to).unwrap_or_default(), at.saturating_sub(from), Language::C));
        prop_assert!(answers_fit(&without, at, Language::Cpp));
    }

    #[test]
    fn every_offset_of_noise_is_answered(text in "[a(){};,|#\"'/*\\\\\r\nRé.>-]{0,60}", at in 0_usize..70) {
        prop_assert!(answers_fit(&text, at, Language::C));
    }

    #[test]
    fn every_offset_of_template_noise_is_answered(
        parts in prop::collection::vec(prop::sample::select(vec![
            "/**begin repeat", "1", "\n * #a = b, c#", " #", "\n */\n", "/**end repeat", "**/\n", "@a@", "@", "é",
            "static void @a@_f(void)\n{\n", "}\n", "PyArg_ParseTuple(x, \"", "O!i", "\", &", "static PyMethodDef m[] = {", "{", ",",
            "// numpy-capi: ignore[NPC203]\n",
        ]), 0..24),
        at in 0_usize..300,
    ) {
        prop_assert!(answers_fit(&parts.concat(), at, Language::C));
    }

    #[test]
    fn every_offset_of_flag_noise_is_answered(
        parts in prop::collection::vec(prop::sample::select(vec![
            "PyArray_FROM_OTF(", "PyArray_New", "NPY_ARRAY_IN_ARRAY", " | ", ",", "(", ")", "{", "}", ";", "->", "é",
            "\n#define X ", "\n", "/*", "*/", "\"", "NPY_", "12", "&", "for(",
        ]), 0..24),
        at in 0_usize..200,
    ) {
        prop_assert!(answers_fit(&parts.concat(), at, Language::C));
    }
}

/// A text of many functions, with comments or without.
fn long_text(comment: &str) -> String {
    let mut text = String::new();
    for number in 0.. {
        if text.len() > 200_000 {
            break;
        }
        let _ = write!(
            text,
            "{comment}static PyObject *\nf{number}(PyObject *self, PyObject *args)\n{{\n    \
             PyObject *a = PyArray_FROM_OTF(args, NPY_DOUBLE, NPY_ARRAY_IN_ARRAY | NPY_ARRAY_FORCECAST);\n    \
             return a;\n}}\n\n"
        );
    }
    text
}

/// Far from the real times, so that a busy machine does not fail the test, but near enough to notice a scan that does
/// more than look around the cursor.
#[test]
fn long_texts_take_no_longer() {
    for comment in ["", "/* What it does. */\n"] {
        let text = long_text(comment);
        let offset = text.rfind("FORCECAST").expect("the text has flags");
        let file = SourceFile::new(&text, Language::C);
        let settings = Settings::default();
        let fastest = (0..20).map(|_| {
            let start = Instant::now();
            assert!(hover(&file, offset, &settings).is_some());
            assert!(!completions(&file, offset, CompletionScope::Context, &settings).is_empty());
            start.elapsed()
        });
        let fastest = fastest.min().unwrap_or_default();
        assert!(fastest < Duration::from_millis(50), "{fastest:?}");
    }
}
