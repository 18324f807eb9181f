#![allow(clippy::unwrap_used, reason = "a test may panic")]

use super::*;
use crate::check::check;
use crate::rules::{Finding, fixes};
use crate::settings::RuleSelection;
use crate::syntax::Language;
use crate::text::apply_edits;

/// A leak at each of two returns; the markers are places for comments.
const TEXT: &str = "#include <Python.h>\n\
    <head>static int leak(PyObject *arg)<beside head>\n{\n    <first>PyObject *text = PyObject_Str(arg);\n    \
    if (text == NULL) { return -1; }\n    <above>if (PyUnicode_GetLength(\n        text) == 0) return 1;<beside>\n    \
    if (PyUnicode_GetLength(text) == 1)\n        return 2;<second>\n    Py_DECREF(text);\n    return 0;\n}<behind>\n";

fn with(places: &[(&str, &str)]) -> String {
    let mut text = TEXT.to_owned();
    for (place, comment) in places {
        text = text.replace(&format!("<{place}>"), comment);
    }
    for place in ["head", "beside head", "first", "above", "beside", "second", "behind"] {
        text = text.replace(&format!("<{place}>"), "");
    }
    text
}

fn select(selectors: &[&str]) -> Settings {
    let select = Some(selectors.iter().map(|&selector| selector.to_owned()).collect());
    Settings { rules: RuleSelection { select, ..RuleSelection::default() }, ..Settings::default() }
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.rule.code).collect()
}

/// What is shown and what is silenced of a text with comments in some places.
fn outcome(places: &[(&str, &str)]) -> (Vec<&'static str>, usize) {
    let report = check(&SourceFile::new(&with(places), Language::C), &Settings::default());
    assert!(report.not_analysed.is_empty());
    (codes(&report.findings), report.suppressed.len())
}

#[test]
fn a_comment_holds_for_its_line_its_statement_its_function_or_its_file() {
    assert_eq!(outcome(&[]), (vec!["NPC203", "NPC203"], 0));
    let one = (vec!["NPC203"], 1);
    assert_eq!(outcome(&[("beside", "  // numpy-capi: ignore[NPC203] why")]), one);
    assert_eq!(outcome(&[("above", "/* numpy-capi: ignore[early-return-leak] */\n    ")]), one);
    assert_eq!(outcome(&[("above", "/* numpy-capi: ignore[NPC2]\n       long */\n\n    /* more */\n")]), one);
    let both = (vec![], 2);
    assert_eq!(outcome(&[("head", "/* numpy-capi: ignore[ownership] why */\n")]), both);
    assert_eq!(outcome(&[("head", "// numpy-capi: ignore[ALL]\n// Talks.\n")]), both);
    assert_eq!(outcome(&[("beside head", " // numpy-capi: ignore[npc203] why")]), both);
    assert_eq!(outcome(&[("behind", "\n// numpy-capi: ignore-file[NPC203]")]), both);
}

#[test]
fn what_silences_nothing_is_reported_and_can_be_taken_out() {
    for (place, comment, fixed) in [
        ("first", "/* numpy-capi: ignore[NPC203] */\n    ", ""),
        ("first", "/* numpy-capi: ignore[NPC203] */ ", ""),
        ("second", "  // numpy-capi: ignore[NPC204, NPC203,NPC205] why", "  // numpy-capi: ignore[NPC203] why"),
        ("behind", "\nint x;  // numpy-capi: ignore[NPC203]", "\nint x;"),
        ("behind", "\n// numpy-capi: ignore-file[NPC502]", "\n"),
    ] {
        let text = with(&[(place, comment)]);
        let file = SourceFile::new(&text, Language::C);
        let report = check(&file, &Settings::default());
        let unused: Vec<&Finding> =
            report.findings.iter().filter(|finding| finding.rule.name == "unused-suppression").collect();
        assert_eq!(unused.len(), 1, "{text}");
        let fix = fixes(&file, unused[0], &Settings::default()).remove(0);
        let after = apply_edits(&text, &fix.edits).unwrap();
        let wanted = with(&[(place, fixed)]).replace("}\n\n\n", "}\n\n").replace("    \n", "");
        assert_eq!(after.trim_end(), wanted.trim_end(), "{comment}");
    }
}

#[test]
fn unknown_names_and_missing_brackets_are_reported() {
    assert_eq!(outcome(&[("beside", " // numpy-capi: ignore[NPC203, NPC9999]")]), (vec!["NPC002", "NPC203"], 1));
    assert_eq!(outcome(&[("beside", " // numpy-capi: ignore")]), (vec!["NPC203", "NPC002", "NPC203"], 0));
    assert_eq!(outcome(&[("beside", " // numpy-capi: ignore[NPC001]")]).0, ["NPC203", "NPC001", "NPC203"]);
}

#[test]
fn a_reason_is_asked_for_where_the_rule_is_on() {
    let silent = with(&[("beside", " // numpy-capi: ignore[NPC203]")]);
    let report = check(&SourceFile::new(&silent, Language::C), &select(&["NPC203", "NPC003"]));
    assert_eq!(codes(&report.findings), ["NPC003", "NPC203"]);
}

#[test]
fn nothing_is_unused_that_was_not_looked_for() {
    let unused = |text: &str, settings: &Settings| {
        let report = check(&SourceFile::new(text, Language::C), settings);
        codes(&report.findings).contains(&"NPC001")
    };
    let text = with(&[("first", "/* numpy-capi: ignore[NPC204] */ ")]);
    assert!(unused(&text, &Settings::default()));
    assert!(!unused(&text, &select(&["NPC203", "NPC001"])), "the rule is off");
    assert!(unused(&text, &select(&["NPC001"])), "alone it judges by the default rules");
    let broken = text.replace("return 0;", "return 0 0;");
    assert!(!unused(&broken, &Settings::default()), "the function does not parse");
    let dead = text
        .replace("    /* numpy-capi: ignore[NPC204] */ ", "#if 0\n/* numpy-capi: ignore[NPC204] */\n x();\n#endif\n");
    assert!(!unused(&dead, &Settings::default()), "nobody reads that arm");
    assert!(!unused(&text.replace("<Python.h>", "<stdio.h>").replace("PyObject", "void"), &Settings::default()));
}

#[test]
fn a_comment_that_is_written_silences_its_finding() {
    for (place, comment) in [
        ("first", ""),
        ("beside", "  // why"),
        ("beside", "  // numpy-capi: ignore[NPC204] other"),
        ("above", "// numpy-capi: ignore[NPC204] other\n    "),
        ("above", "first(); /* long\n  comment */ "),
        ("above", "call(a, \\\n  1); \\\n  "),
        ("head", "// numpy-capi: ignore[NPC204] other\n"),
    ] {
        for language in [Language::C, Language::Cpp] {
            let file = SourceFile::new(&with(&[(place, comment)]), language);
            let report = check(&file, &select(&["NPC203"]));
            let findings: Vec<&Finding> = report.findings.iter().collect();
            assert_eq!(findings.len(), 2);
            let edits = suppress(&file, &report, &findings, "the */ pool");
            let after = file.edited(&edits).unwrap();
            let report = check(&after, &select(&["NPC203"]));
            assert_eq!((report.findings, report.suppressed.len()), (vec![], 2), "{}", after.text());
        }
    }
}
