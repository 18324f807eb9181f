//! The whole analysis of a file.

use std::collections::{BTreeMap, HashSet};

use crate::contracts::Contracts;
use crate::fingerprint::key_of;
use crate::flow::Flow;
use crate::ownership::{Premises, explore};
use crate::package::Outside;
use crate::program::Program;
use crate::reading::{Reading, readings};
use crate::rules::ledger::FunctionAnalysis;
use crate::rules::{self, FileAnalysis, Finding};
use crate::settings::{RuleSelection, Settings};
use crate::suppressions;
use crate::syntax::{Function, SourceFile};
use crate::text::TextRange;

/// What is known of a file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, ordered by place.
    pub findings: Vec<Finding>,
    /// The findings that comments silence, ordered by place.
    pub suppressed: Vec<Finding>,
    /// Number of function definitions that were analysed.
    pub analysed: usize,
    /// Where the bodies of those stand.
    pub analysed_bodies: Vec<TextRange>,
    /// The functions that were not analysed, with the reason.
    pub not_analysed: Vec<NotAnalysed>,
}

/// A function that the analysis stays silent about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnalysed {
    /// The function's name, as far as it can be read.
    pub function: String,
    /// Why, as a phrase.
    pub reason: &'static str,
    /// Where its body stands.
    pub body: TextRange,
}

impl Report {
    /// Where the bodies of all functions stand.
    pub(crate) fn bodies(&self) -> impl Iterator<Item = TextRange> {
        self.analysed_bodies.iter().copied().chain(self.not_analysed.iter().map(|missing| missing.body))
    }
}

/// Finds what is wrong in a file. Files that have nothing to do with Python are left alone, and so is the output of
/// programs such as Cython, which nobody mends by hand.
pub fn check(file: &SourceFile, settings: &Settings) -> Report {
    if !settings.rules.asks_for_suppressions_only() {
        return check_all(file, settings);
    }
    // Whether a suppression is needed shows only where the rules report that it silences.
    let others = RuleSelection { select: None, ..settings.rules.clone() };
    let mut report = check_all(file, &Settings { rules: others, ..settings.clone() });
    report.findings.retain(|finding| settings.rules.contains(finding.rule));
    report
}

fn check_all(file: &SourceFile, settings: &Settings) -> Report {
    let mut report = Report::default();
    if !file.uses_python() || file.generator().is_some() {
        return report;
    }
    file.memory().begin_check();
    let readings = readings(file);
    let Some(main) = readings.first() else { return report };
    let outside = Outside::new(file, settings);
    let whole = Program::new(&main.file, outside);
    let known = whole.summaries();
    let analysis = FileAnalysis::new(&main.file, whole.functions(), settings);
    let contracts = Contracts::of(&main.file, outside, &analysis.outline);
    let wishes = key_of(settings);
    let mut outcomes = Outcomes::default();
    for (position, reading) in readings.iter().enumerate() {
        let (other, own);
        let program = if position == 0 {
            &whole
        } else {
            other = Program::with_macros(&reading.file, reading.macros(main.file.macros()), outside);
            &other
        };
        let chosen: Vec<usize> =
            (0..program.functions().len()).filter(|index| reading.looks_at(&program.functions()[*index])).collect();
        let summaries = if position == 0 || reading.is_from_macros() {
            &known
        } else {
            own = program.summaries_from(chosen.iter().copied());
            &own
        };
        for index in chosen {
            let function = &program.functions()[index];
            let claims = contracts.claims(&reading.file, function);
            let key = key_of(&(program.key_with(index, summaries), &claims, wishes));
            let result = file.memory().result(key, function.range, || {
                let flow = program.flow(index).map_err(|failure| failure.0)?;
                let premises = Premises { summaries, claims: &claims };
                function_findings(&reading.file, function, flow, premises, settings)
            });
            outcomes.add(file, reading, function, result);
        }
    }
    for finding in usage_findings(&analysis, &whole, wishes) {
        let name = finding.function.clone();
        outcomes.report(vec![main.moved_out(finding, &name)]);
    }
    outcomes.fill(&mut report);
    sort(&mut report.findings);
    suppressions::apply(file, &mut report, settings);
    sort(&mut report.findings);
    report
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|left, right| (left.range, left.rule.code).cmp(&(right.range, right.rule.code)));
}

/// What the rules find that need no ledger; in no order.
fn usage_findings(analysis: &FileAnalysis<'_>, program: &Program<'_>, wishes: u64) -> Vec<Finding> {
    let (file, settings) = (analysis.file, analysis.settings);
    let mut findings = rules::file_findings(analysis);
    for (index, function) in program.functions().iter().enumerate() {
        let key = key_of(&("usage", program.key(index), wishes));
        let found =
            file.memory().result(key, function.range, || Ok(rules::usage_findings(&analysis.stretch(index), settings)));
        findings.extend(found.unwrap_or_default());
    }
    findings
}

/// What came of the functions of all readings.
#[derive(Default)]
struct Outcomes {
    findings: Vec<Finding>,
    /// What is reported already: a second reading of the same text says nothing new.
    known: HashSet<(&'static str, TextRange)>,
    /// What became of the function whose body stands at a place.
    functions: BTreeMap<TextRange, Result<(), NotAnalysed>>,
}

impl Outcomes {
    fn add(&mut self, file: &SourceFile, reading: &Reading, function: &Function<'_>, result: AnalysisResult) {
        let body = reading.body(function);
        let name = reading.name(file, function);
        match result {
            Ok(findings) => {
                self.report(findings.into_iter().map(|finding| reading.moved_out(finding, &name)).collect());
                if reading.counts() {
                    self.functions.insert(body, Ok(()));
                }
            }
            Err(reason) if reading.counts() => {
                self.functions.entry(body).or_insert(Err(NotAnalysed { function: name, reason, body }));
            }
            Err(_) => {}
        }
    }

    /// Takes the findings of one function, those left out that another reading has at the same place.
    fn report(&mut self, findings: Vec<Finding>) {
        let is_new = |finding: &Finding| !self.known.contains(&(finding.rule.code, finding.range));
        let mut new: Vec<Finding> = findings.into_iter().filter(is_new).collect();
        // The iterations of a template's loop stand at one place.
        let mut said = HashSet::new();
        new.retain(|finding| said.insert((finding.rule.code, finding.range, finding.message.clone())));
        self.known.extend(new.iter().map(|finding| (finding.rule.code, finding.range)));
        self.findings.extend(new);
    }

    fn fill(self, report: &mut Report) {
        report.findings = self.findings;
        for (body, outcome) in self.functions {
            match outcome {
                Ok(()) => {
                    report.analysed += 1;
                    report.analysed_bodies.push(body);
                }
                Err(missing) => report.not_analysed.push(missing),
            }
        }
    }
}

/// The findings of a function, or why there are none.
pub(crate) type AnalysisResult = Result<Vec<Finding>, &'static str>;

/// The findings of one function, or why there are none.
pub(crate) fn function_findings(
    file: &SourceFile,
    function: &Function<'_>,
    flow: &Flow,
    premises: Premises<'_>,
    settings: &Settings,
) -> AnalysisResult {
    let exploration = explore(flow, premises);
    if !exploration.is_complete {
        return Err("it has too many paths");
    }
    Ok(rules::findings(
        &FunctionAnalysis { file, function, claims: premises.claims, defects: &exploration.defects },
        settings,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Language;

    /// The names of the functions that are not analysed, and the number of findings in the others.
    fn left_out(body: &str) -> (Vec<String>, usize) {
        let text = format!(
            "#include <Python.h>\n\
             static int large(int n) {{ PyObject *list = NULL;\n{body}\nreturn n; }}\n\
             static int small(void) {{ PyObject *one = PyList_New(0); return one == NULL ? -1 : 0; }}\n"
        );
        let report = check(&SourceFile::new(&text, Language::C), &Settings::default());
        let names = report.not_analysed.into_iter().map(|missing| missing.function).collect();
        (names, report.findings.len())
    }

    /// Work is bounded by what a function is like and never by a clock, so that results are the same everywhere.
    #[test]
    fn a_function_that_is_too_large_leaves_the_others_alone() {
        let statements = |count: usize| "list = PyList_New(0);\nPy_XDECREF(list);\n".repeat(count);
        assert_eq!(left_out(&statements(100)), (Vec::new(), 1));
        assert_eq!(left_out(&statements(6000)), (vec!["large".to_owned()], 1));
    }
}
