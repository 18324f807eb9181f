//! The pre-pass after an edit: only the stretch around the edit is rewritten again.
//!
//! A stretch reaches from one place to another at which nothing is open: no brace, no parenthesis, no `#if` group. What is
//! read of it depends on the rest of the text only by the macros that are defined there and by what was assumed of
//! conditions before. So where its directives say the same as they did, and the same is assumed of their conditions, the
//! rest of the text reads as it did.

use std::ops::Range;

use super::Language;
use super::prepass::{Prepared, Stretch, prepare_stretch};
use super::scan::BYTE_ORDER_MARK;
use super::template;
use crate::text::TextRange;

/// What is read of a text, by what was read of an earlier one; `None` where all of it has to be looked at.
pub(super) fn reprepare(before: &str, prepared: &Prepared, now: &str, language: Language) -> Option<Prepared> {
    if template::is_template(before) || template::is_template(now) {
        return None;
    }
    let (old, new) = stretches(before, &prepared.rests, now)?;
    let (old_text, new_text) = (before.get(old.clone())?, now.get(new.clone())?);
    let begins_with = prepared.conditions.before(old.start);
    let read = |text: &str| {
        let mut conditions = begins_with.clone();
        (prepare_stretch(text, language, &mut conditions, Some(prepared)), conditions)
    };
    let ((was, assumed_before), (is, assumed)) = (read(old_text), read(new_text));
    // What the stretch gives alone is what it gave as a part of the whole.
    let reads_alone = prepared.text.get(old.clone())? == was.text;
    let is_at_rest = |stretch: &Stretch, text: &str| stretch.rests.last() == Some(&text.len());
    let ends_alike = old.end == before.len() || is_at_rest(&was, old_text) && is_at_rest(&is, new_text);
    let says_the_same = said(&was, old_text).eq(said(&is, new_text)) && assumed.agree_with(&assumed_before);
    if !reads_alone || !ends_alike || !says_the_same {
        return None;
    }
    let text = [prepared.text.get(..old.start)?, &is.text, prepared.text.get(old.end..)?].concat();
    let moved = |at: usize| at - old.end + new.end;
    let own = |range: &TextRange| TextRange::new(range.start + new.start, range.end + new.start);
    let later = |range: &TextRange| TextRange::new(moved(range.start), moved(range.end));
    let directives = &prepared.directives;
    let (first, last) = (
        directives.partition_point(|range| range.start < old.start),
        directives.partition_point(|range| range.start < old.end),
    );
    let rests = &prepared.rests;
    let (begin, end) = (rests.partition_point(|at| *at <= old.start), rests.partition_point(|at| *at <= old.end));
    Some(Prepared {
        text: text.into(),
        directives: (directives.get(..first)?.iter().copied())
            .chain(is.directives.iter().map(own))
            .chain(directives.get(last..)?.iter().map(later))
            .collect(),
        conditions: prepared.conditions.with_replaced(&old, &new, &assumed),
        rests: (rests.get(..begin)?.iter().copied())
            .chain(is.rests.iter().map(|at| at + new.start))
            .chain(rests.get(end..)?.iter().map(|at| moved(*at)))
            .collect(),
    })
}

/// The least stretches between places of rest that hold all that differs between two texts.
fn stretches(before: &str, rests: &[usize], now: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (same_start, same_end) = common(before.as_bytes(), now.as_bytes());
    let start = rests.get(..rests.partition_point(|at| *at <= same_start))?.last().copied().unwrap_or(0);
    let changed_end = before.len() - same_end;
    let end = rests.get(rests.partition_point(|at| *at < changed_end.max(start + 1))).copied().unwrap_or(before.len());
    let new_end = (now.len() + end).checked_sub(before.len())?;
    // At the start of a text a byte order mark is none of its words.
    let is_like_start = start == 0 || !now.as_bytes().get(start..)?.starts_with(BYTE_ORDER_MARK);
    (start <= new_end && is_like_start).then_some((start..end, start..new_end))
}

/// How many bytes two texts have in common at their start, and behind that at their end.
pub(super) fn common(left: &[u8], right: &[u8]) -> (usize, usize) {
    const STEP: usize = 64;
    let equal = left.chunks(STEP).zip(right.chunks(STEP)).take_while(|(left, right)| left == right);
    let start: usize = equal.map(|(chunk, _)| chunk.len()).sum();
    let rest = left.iter().zip(right).skip(start);
    let start = start + rest.take_while(|(left, right)| left == right).count();
    let (left, right) = (left.get(start..).unwrap_or_default(), right.get(start..).unwrap_or_default());
    let equal = left.rchunks(STEP).zip(right.rchunks(STEP)).take_while(|(left, right)| left == right);
    let end: usize = equal.map(|(chunk, _)| chunk.len()).sum();
    let rest = left.iter().rev().zip(right.iter().rev()).skip(end);
    (start, end + rest.take_while(|(left, right)| left == right).count())
}

/// The directives of a stretch.
fn said<'t>(stretch: &'t Stretch, text: &'t str) -> impl Iterator<Item = &'t str> {
    stretch.directives.iter().map(move |directive| directive.of(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::conditions::Arms;
    use super::super::prepass::prepare;
    use super::*;

    /// Something of all that the pre-pass looks at.
    const TEXT: &str = "#ifndef GUARD\n#define EACH(x) for (;;)\n#define GOBACK goto\n#endif\n\
        static int a(void) { NPY_BEGIN_THREADS_DEF\n    f(a, {\"x\", b}, 1);\n    NEXT\n}\n\
        #if A\nint b(void) {\n#ifdef B\n    if (x) {\n#else\n    if (y) {\n#endif\n    }\n}\n#endif\n\
        int c(void)\n{\n#ifdef B\n    EACH(x) { g(int); }\n#elif C\n    if PyArray_Check(c) { GOBACK d; }\n#endif\n\
        \x20   Py_BEGIN_ALLOW_THREADS\n    h(\"%\" NPY_INTP_FMT, 1); /* } */ // {\n    Py_END_ALLOW_THREADS\n}\n\
        static char *words[] = {\"a\", 'b', NULL};\nint e(NPY_UNUSED(int x)) { return 0; }\n\
        #ifndef C\n#define D \\\n    1 /* x */\n#endif\nint f(void) { PyMem_New(char *, n); return D; }\n";

    const INSERTED: [&str; 24] = [
        "x",
        "xy",
        ";",
        "{",
        "}",
        "(",
        ")",
        ",",
        "\"",
        "'",
        "/*",
        "*/",
        "//",
        "\n",
        " ",
        "#",
        "\\",
        "\n#if C\n",
        "\n#else\n",
        "\n#endif\n",
        "\n}\n",
        "\n#define NEXT\n",
        "extern \"C\" {",
        "\u{feff}",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1500))]

        /// Whatever is typed, what is read is what a look at the whole text gives.
        #[test]
        fn reads_as_the_whole_text_does(
            edits in proptest::collection::vec((0..TEXT.len() * 2, 0..4_usize, 0..INSERTED.len() + 1), 1..6),
            is_cpp in any::<bool>(),
            takes_other in any::<bool>(),
        ) {
            let language = if is_cpp { Language::Cpp } else { Language::C };
            let arms = if takes_other { Arms::Other } else { Arms::First };
            let mut text = TEXT.to_owned();
            let mut prepared = prepare(&text, language, arms);
            for (at, removed, inserted) in edits {
                let start = at % (text.len() + 1);
                let end = (start + removed).min(text.len());
                if !text.is_char_boundary(start) || !text.is_char_boundary(end) {
                    continue;
                }
                let mut next = text.clone();
                next.replace_range(start..end, INSERTED.get(inserted).copied().unwrap_or(""));
                let fresh = prepare(&next, language, arms);
                if let Some(again) = reprepare(&text, &prepared, &next, language) {
                    prop_assert_eq!(String::from_utf8_lossy(&again.text), String::from_utf8_lossy(&fresh.text));
                    prop_assert_eq!(&again.directives, &fresh.directives);
                    prop_assert_eq!(again.has_other_arms(), fresh.has_other_arms());
                    prop_assert_eq!(&again.rests, &fresh.rests);
                    prepared = again;
                } else {
                    prepared = fresh;
                }
                text = next;
            }
        }
    }

    #[test]
    fn a_letter_in_a_function_is_read_alone() {
        for word in ["f(a", "NEXT", "g(int", "h(", "words", "PyMem_New"] {
            let at = TEXT.find(word).unwrap_or_default();
            let mut next = TEXT.to_owned();
            next.insert(at, 'q');
            let prepared = prepare(TEXT, Language::C, Arms::First);
            assert!(reprepare(TEXT, &prepared, &next, Language::C).is_some(), "{word}");
        }
    }
}
