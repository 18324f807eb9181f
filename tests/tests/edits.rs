//! What is remembered of a file's earlier texts saves time and changes no result.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::fs;

use numpy_capi_analysis::text::{TextEdit, TextRange};
use numpy_capi_analysis::{Language, SourceFile, check};
use numpy_capi_tests::{files_below, settings_of, ui_directory};

/// How often each file is edited in turn.
const EDITS: usize = 6;

/// What is typed: letters, what opens and closes, whole statements, directives.
const TYPED: [&str; 22] = [
    "x",
    "y",
    " ",
    ";",
    "{",
    "}",
    "(",
    ")",
    ",",
    "\"",
    "/*",
    "*/",
    "//",
    "\n",
    "return NULL;",
    "Py_DECREF(list);",
    "\n#if defined(A)\n",
    "\n#else\n",
    "\n#endif\n",
    "\n#define list array\n",
    "static int before = 0;\n",
    "",
];

/// The same numbers at every run, and no pattern in them.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit.max(1)
    }
}

#[test]
fn an_edited_file_has_the_findings_of_its_text() {
    let mut numbers = Numbers(7);
    let (mut compared, mut with_findings) = (0, 0);
    for path in files_below(&ui_directory()).unwrap() {
        let Some(language) = Language::of_path(&path.to_string_lossy()) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let settings = settings_of(&text);
        let mut file = SourceFile::new(&text, language);
        check(&file, &settings);
        for _ in 0..EDITS {
            let edit = edit(file.text(), &mut numbers);
            file = file.edited(std::slice::from_ref(&edit)).unwrap();
            let fresh = SourceFile::new(file.text(), language);
            let place = format!("{}: {edit:?} gives\n{}", path.display(), file.text());
            assert!(file.prepared() == fresh.prepared(), "{place}");
            let report = check(&file, &settings);
            // What the parser makes of broken code can depend on the text before.
            if file.root().map(|root| root.to_sexp()) != fresh.root().map(|root| root.to_sexp()) {
                continue;
            }
            let expected = check(&fresh, &settings);
            assert_eq!(report.findings, expected.findings, "{place}");
            assert_eq!(report.suppressed, expected.suppressed, "{place}");
            assert_eq!((report.analysed, &report.not_analysed), (expected.analysed, &expected.not_analysed), "{place}");
            compared += 1;
            with_findings += usize::from(!report.findings.is_empty());
        }
    }
    assert!(compared > 500 && with_findings > 200, "{compared} texts were compared, {with_findings} with findings");
}

/// Something is typed somewhere, in the place of up to a few characters.
fn edit(text: &str, numbers: &mut Numbers) -> TextEdit {
    let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = boundary(numbers.below(text.len() + 1));
    let end = boundary(start + numbers.below(4)).max(start);
    TextEdit::replace(TextRange::new(start, end), TYPED[numbers.below(TYPED.len())])
}
