#![allow(clippy::unwrap_used, reason = "a test may panic")]

use numpy_capi_analysis::text::{TextEdit, TextRange};
use numpy_capi_analysis::{Applicability, Finding, Language, Related, Rule, Severity, rules};

use super::*;

/// Any rule: only its words are used.
fn rule() -> &'static Rule {
    rules::find("NPC203").unwrap()
}

const TEXT: &str = "#include <Python.h>\n\nstatic PyObject *f(PyObject *é)\n{\n\tPyObject *list = PyList_New(0);\n\
    \tif (list == NULL) {\n\t\treturn NULL;\n\t}\n\tprintf(\"😀\"); return NULL;\n}\n";

fn range_of(needle: &str) -> TextRange {
    let start = TEXT.find(needle).unwrap();
    TextRange::new(start, start + needle.len())
}

/// What a format makes of one finding with a fix.
fn rendered<T>(render: impl Fn(&Checked<'_>) -> T, applicability: Applicability) -> T {
    let file = SourceFile::new(TEXT, Language::C);
    let station = |needle, message: &str| Related { range: range_of(needle), message: message.to_owned() };
    let end = range_of("return NULL;\n}\n").start;
    let finding = Finding {
        rule: rule(),
        severity: Severity::Error,
        range: TextRange::new(end, end + "return NULL;".len()),
        message: "`list` is still owned when\n`f` returns".to_owned(),
        function: "f".to_owned(),
        related: vec![station("PyList_New(0)", "new reference here"), station("list == NULL", "not NULL from here on")],
        suggestion: None,
    };
    let edit = TextEdit::insert(finding.range.start, "Py_DECREF(list); ");
    let fix = Fix { title: "Release `list` before returning".to_owned(), applicability, edits: vec![edit] };
    let report = Report { findings: vec![finding], ..Report::default() };
    render(&Checked { shown: "src/f.c", file: &file, report: &report, fixes: &[Some(fix)] })
}

#[test]
fn concise_is_one_line_with_the_column_in_characters() {
    let line = rendered(concise::render, Applicability::Safe);
    assert_eq!(line, "src/f.c:9:15: NPC203 `list` is still owned when `f` returns\n");
}

#[test]
fn full_marks_every_station() {
    let text = rendered(|checked| full::render(checked, false), Applicability::Safe);
    insta::assert_snapshot!(text, @r#"
    error[NPC203]: `list` is still owned when
                   `f` returns
     --> src/f.c:9:15
      |
    5 |     PyObject *list = PyList_New(0);
      |                      ------------- (1) new reference here
    6 |     if (list == NULL) {
      |         ------------ (2) not NULL from here on
    ...
    9 |     printf("😀"); return NULL;
      |                   ^^^^^^^^^^^^
      |
      = help: Release `list` before returning (--fix does it)
    "#);
}

#[test]
fn full_says_how_to_apply_an_unsafe_fix() {
    let text = rendered(|checked| full::render(checked, false), Applicability::Unsafe);
    assert!(text.contains("help: Release `list` before returning (--fix --unsafe-fixes does it; have a look first)"));
}

#[test]
fn full_has_colours_only_on_request() {
    assert!(!rendered(|checked| full::render(checked, false), Applicability::Safe).contains('\u{1b}'));
    assert!(rendered(|checked| full::render(checked, true), Applicability::Safe).contains("\u{1b}["));
}

#[test]
fn json_has_every_field() {
    let findings = rendered(json::findings, Applicability::Safe);
    insta::assert_snapshot!(json::render(&findings.iter().collect::<Vec<_>>()).unwrap(), @r#"
    [
      {
        "code": "NPC203",
        "name": "early-return-leak",
        "severity": "error",
        "message": "`list` is still owned when\n`f` returns",
        "filename": "src/f.c",
        "location": {
          "row": 9,
          "column": 15
        },
        "end_location": {
          "row": 9,
          "column": 27
        },
        "function": "f",
        "related": [
          {
            "message": "new reference here",
            "filename": "src/f.c",
            "location": {
              "row": 5,
              "column": 19
            }
          },
          {
            "message": "not NULL from here on",
            "filename": "src/f.c",
            "location": {
              "row": 6,
              "column": 6
            }
          }
        ],
        "fix": {
          "title": "Release `list` before returning",
          "applicability": "safe",
          "edits": [
            {
              "content": "Py_DECREF(list); ",
              "location": {
                "row": 9,
                "column": 15
              },
              "end_location": {
                "row": 9,
                "column": 15
              }
            }
          ]
        },
        "url": "https://numpy-capi-lsp.github.io/numpy-capi-lsp/rules/early-return-leak/"
      }
    ]
    "#);
}

#[test]
fn ranges_outside_the_text_do_no_harm() {
    let file = SourceFile::new("é", Language::C);
    let finding = Finding {
        rule: rule(),
        severity: Severity::Hint,
        range: TextRange::new(1, 99),
        message: String::new(),
        function: String::new(),
        related: vec![Related { range: TextRange::new(50, 3), message: String::new() }],
        suggestion: None,
    };
    let report = Report { findings: vec![finding], ..Report::default() };
    let checked = Checked { shown: "x.c", file: &file, report: &report, fixes: &[] };
    assert!(full::render(&checked, false).contains("hint[NPC203]"));
    assert_eq!(json::findings(&checked).len(), 1);
}
