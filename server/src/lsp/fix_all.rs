//! All safe repairs of a file in one edit.

use numpy_capi_analysis::text::{TextEdit, TextRange};
use numpy_capi_analysis::{Finding, FixAvailability, Report, Settings, SourceFile, check};
use similar::{DiffTag, TextDiff};

use crate::cli::repair::{Analyser, repair};

/// Whether some finding may have a safe repair; only trying tells.
pub(super) fn may_help(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.rule.fix == FixAvailability::Safe)
}

/// The edits that apply every safe repair until none is left; `unknown` leaves out what is known and to stay. Takes time.
pub(super) fn edits(
    file: &SourceFile,
    settings: &Settings,
    unknown: impl Fn(&SourceFile, Vec<Finding>) -> Vec<Finding>,
) -> Vec<TextEdit> {
    let fixer = Fixer { settings, unknown };
    let repaired = repair(file.clone(), fixer.check(file), &fixer, false);
    difference(file.text(), repaired.file.text())
}

/// The analysis of an open file.
struct Fixer<'a, Unknown> {
    settings: &'a Settings,
    unknown: Unknown,
}

impl<Unknown: Fn(&SourceFile, Vec<Finding>) -> Vec<Finding>> Analyser for Fixer<'_, Unknown> {
    fn settings(&self) -> &Settings {
        self.settings
    }

    fn check(&self, file: &SourceFile) -> Report {
        let report = check(file, self.settings);
        Report { findings: (self.unknown)(file, report.findings), ..report }
    }
}

/// The edits, whole lines each, that turn one text into another.
fn difference(old: &str, new: &str) -> Vec<TextEdit> {
    let diff = TextDiff::from_lines(old, new);
    let starts = |lines: &[&str]| -> Vec<usize> {
        let ends = lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (old_starts, new_starts) = (starts(diff.old_slices()), starts(diff.new_slices()));
    let place = |starts: &[usize], line: usize, length: usize| starts.get(line).copied().unwrap_or(length);
    let changes = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    let edits = changes.map(|op| {
        let (from, to) = (op.old_range(), op.new_range());
        let range = TextRange::new(place(&old_starts, from.start, old.len()), place(&old_starts, from.end, old.len()));
        let start = place(&new_starts, to.start, new.len());
        let content = new.get(start..place(&new_starts, to.end, new.len())).unwrap_or_default();
        TextEdit::replace(range, content)
    });
    edits.collect()
}

#[cfg(test)]
mod tests {
    use numpy_capi_analysis::Language;
    use numpy_capi_analysis::text::apply_edits;

    use numpy_capi_analysis::rules;

    use super::*;

    #[test]
    fn the_difference_leads_from_old_to_new() {
        for (old, new) in [("", ""), ("a\nb\nc\n", "a\nB\nc\nd\n"), ("a", "a\nb"), ("a\r\nb\r\n", "b\r\n"), ("é\n", "")]
        {
            assert_eq!(apply_edits(old, &difference(old, new)).as_deref(), Some(new), "{old:?} to {new:?}");
        }
    }

    #[test]
    fn every_safe_repair_is_applied() {
        let rule = rules::all().iter().find(|rule| rule.code == "NPC203").unwrap();
        let second = rule.bad.replace("#include", "//").replace("static PyObject *\n", "static PyObject *\nsecond_");
        let text = format!("{}\n{second}", rule.bad);
        let file = SourceFile::new(&text, Language::C);
        let settings = Settings::default();
        assert!(may_help(&check(&file, &settings).findings));
        let repaired = apply_edits(&text, &edits(&file, &settings, |_, findings| findings)).unwrap();
        assert_ne!(repaired, text);
        assert_eq!(check(&SourceFile::new(&repaired, Language::C), &settings).findings, []);
        assert_eq!(edits(&SourceFile::new(&repaired, Language::C), &settings, |_, findings| findings), []);
        assert_eq!(edits(&file, &settings, |_, _| Vec::new()), [], "what is known stays");
    }
}
