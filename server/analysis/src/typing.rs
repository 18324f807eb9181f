//! Findings while a text is being typed.
//!
//! Half a statement does not parse, so nothing is found in its function, nor in those that call it or that the error
//! swallows. What was found there before stays until the text parses again, at the places to which it has moved. So marks
//! do not vanish and come back with every statement.

use crate::check::Report;
use crate::flow::DOES_NOT_PARSE;
use crate::rules::Finding;
use crate::syntax::SourceFile;
use crate::text::TextRange;

/// What is shown of a text.
#[derive(Clone, Debug)]
pub struct Shown {
    file: SourceFile,
    findings: Vec<Finding>,
    /// The bodies of functions, of those too that do not parse just now.
    bodies: Vec<TextRange>,
    /// How many functions were analysed when all that parses now and then did so last.
    settled: usize,
}

impl Shown {
    /// What is shown of a text that nothing is known of from before.
    pub fn first(file: &SourceFile, report: &Report) -> Self {
        Self {
            file: file.clone(),
            findings: report.findings.clone(),
            bodies: report.bodies().collect(),
            settled: report.analysed,
        }
    }

    /// What is shown when the text has changed.
    #[must_use]
    pub fn next(&self, file: &SourceFile, report: &Report) -> Self {
        let is_broken = report.analysed < self.settled && file.root().is_none_or(|root| root.has_error());
        if !is_broken {
            return Self::first(file, report);
        }
        let change = Change::between(self.file.text(), file.text());
        let is_in_body = self.bodies.iter().any(|body| body.contains(change.old));
        // An edit inside one function says nothing of the others, even where they call it.
        let is_fresh = |body: &TextRange| !is_in_body || body.meets(change.new);
        let fresh: Vec<TextRange> = report.analysed_bodies.iter().copied().filter(is_fresh).collect();
        let silent = report.not_analysed.iter().filter(|missing| missing.reason != DOES_NOT_PARSE);
        let silent: Vec<TextRange> = silent.map(|missing| missing.body).collect();
        let holds = |bodies: &[TextRange], range: TextRange| bodies.iter().any(|body| body.contains(range));
        let mut findings: Vec<Finding> = report.findings.clone();
        findings.retain(|finding| finding.function.is_empty() || holds(&fresh, finding.range));
        for old in self.findings.iter().filter(|old| !old.function.is_empty() && change.keeps(old.range)) {
            let mut kept = old.clone().moved(|range| change.moved(range));
            kept.suggestion = None;
            if !holds(&fresh, kept.range) && !holds(&silent, kept.range) {
                findings.push(kept);
            }
        }
        findings.sort_by(|left, right| (left.range, left.rule.code).cmp(&(right.range, right.rule.code)));
        findings.dedup_by(|left, right| (left.range, left.rule.code) == (right.range, right.rule.code));
        let mut bodies: Vec<TextRange> = report.bodies().collect();
        let swallowed = self.bodies.iter().filter(|body| change.keeps(**body)).map(|body| change.moved(*body));
        let swallowed: Vec<TextRange> = swallowed.filter(|body| !bodies.iter().any(|new| new.meets(*body))).collect();
        bodies.extend(swallowed);
        Self { file: file.clone(), findings, bodies, settled: self.settled }
    }

    /// The findings to show, ordered by place.
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }
}

/// The one stretch in which two texts differ.
struct Change {
    old: TextRange,
    new: TextRange,
}

impl Change {
    fn between(old: &str, new: &str) -> Self {
        let shorter = old.len().min(new.len());
        let (old, new) = (old.as_bytes(), new.as_bytes());
        let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let pairs = old.iter().rev().zip(new.iter().rev()).take(shorter - start);
        let tail = pairs.take_while(|(old, new)| old == new).count();
        Self { old: TextRange::new(start, old.len() - tail), new: TextRange::new(start, new.len() - tail) }
    }

    /// Whether anything is left of a range.
    fn keeps(&self, range: TextRange) -> bool {
        !self.old.contains(range) || self.old == TextRange::empty(range.start)
    }

    fn moved(&self, range: TextRange) -> TextRange {
        let start = if range.start < self.old.end { range.start.min(self.old.start) } else { self.behind(range.start) };
        let end = if range.end <= self.old.start { range.end } else { self.behind(range.end.max(self.old.end)) };
        TextRange::new(start, end.max(start))
    }

    /// Where an offset is now that lies behind the change.
    fn behind(&self, offset: usize) -> usize {
        offset - self.old.end + self.new.end
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::check;
    use crate::settings::Settings;
    use crate::syntax::Language;
    use crate::text::TextEdit;

    const TEXT: &str = "#include <Python.h>\n\
        static PyObject *make(void)\n{\n    PyObject *made = PyList_New(0);\n    \n    return made;\n}\n\
        static int leak(void)\n{\n    PyObject *list = make();\n    if (list == NULL) {\n        return -1;\n    }\n    \n    \
        return 0;\n}\n\
        static int other(void)\n{\n    PyObject *one = PyLong_FromLong(1);\n    if (one == NULL) {\n        return -1;\n    \
        }\n    return 0;\n}\n";

    /// Types a text letter by letter; after each letter the findings are shown by the names of their functions.
    fn typed(text: &str, at: usize, letters: &str) -> Vec<Vec<String>> {
        let settings = Settings::default();
        let mut file = SourceFile::new(text, Language::C);
        let mut shown = Shown::first(&file, &check(&file, &settings));
        let names = |shown: &Shown| shown.findings().iter().map(|found| found.function.clone()).collect::<Vec<_>>();
        let mut steps = vec![names(&shown)];
        for (position, letter) in letters.char_indices() {
            file = file.edited(&[TextEdit::insert(at + position, letter.to_string())]).unwrap();
            shown = shown.next(&file, &check(&file, &settings));
            for finding in shown.findings() {
                assert!(!finding.range.of(file.text()).is_empty());
            }
            steps.push(names(&shown));
        }
        steps
    }

    #[test]
    fn nothing_flickers_while_a_statement_is_typed() {
        let statements = ["if (x) { f(\"a\"); }", "for (int i = 0; i < 3; i++) { g(i); }", "call(list[0], (int)3);"];
        for marker in ["    \n    return made", "    \n    return 0"] {
            for statement in statements {
                let steps = typed(TEXT, TEXT.find(marker).unwrap() + 4, statement);
                assert_eq!(steps[0], ["leak", "other"]);
                for step in &steps {
                    assert!(step.contains(&"other".to_owned()), "{steps:?}");
                }
            }
        }
    }

    #[test]
    fn the_function_itself_keeps_its_findings_until_it_parses() {
        let at = TEXT.find("    \n    return 0").unwrap() + 4;
        let steps = typed(TEXT, at, "if (x) { y = 1; }");
        assert!(steps.iter().all(|step| *step == ["leak", "other"]), "{steps:?}");
        let steps = typed(TEXT, at, "Py_DECREF(list);");
        assert_eq!(steps.last().unwrap(), &["other"], "what is mended goes");
    }

    #[test]
    fn what_is_deleted_goes() {
        let settings = Settings::default();
        let file = SourceFile::new(TEXT, Language::C);
        let shown = Shown::first(&file, &check(&file, &settings));
        let start = TEXT.find("static int other").unwrap();
        let edited = file.edited(&[TextEdit::replace(TextRange::new(start, TEXT.len()), "int x(")]).unwrap();
        let shown = shown.next(&edited, &check(&edited, &settings));
        assert!(shown.findings().iter().all(|finding| finding.function != "other"));
    }
}
