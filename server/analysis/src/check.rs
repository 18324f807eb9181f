//! The whole analysis of a file.

use crate::flow::Flow;
use crate::ownership::{Summaries, explore};
use crate::program::Program;
use crate::rules::ledger::FunctionAnalysis;
use crate::rules::{self, Finding};
use crate::settings::Settings;
use crate::syntax::{Function, SourceFile};

/// What is known of a file.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// The findings, ordered by place.
    pub findings: Vec<Finding>,
    /// Number of function definitions that were analysed.
    pub analysed: usize,
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
}

/// Finds what is wrong in a file. Files that have nothing to do with Python are left alone.
pub fn check(file: &SourceFile, settings: &Settings) -> Report {
    let mut report = Report::default();
    if !file.uses_python() {
        return report;
    }
    let program = Program::new(file);
    let summaries = program.summaries();
    for (index, function) in program.functions().iter().enumerate() {
        let flow = program.flow(index);
        let findings = flow
            .map_err(|failure| failure.0)
            .and_then(|flow| function_findings(file, function, flow, &summaries, settings));
        match findings {
            Ok(findings) => {
                report.analysed += 1;
                report.findings.extend(findings);
            }
            Err(reason) => report.not_analysed.push(NotAnalysed { function: function.name.to_owned(), reason }),
        }
    }
    report.findings.extend(rules::usage_findings(&rules::FileAnalysis::new(file, settings)));
    report.findings.sort_by(|left, right| (left.range, left.rule.code).cmp(&(right.range, right.rule.code)));
    report
}

/// The findings of one function, or why there are none.
pub(crate) fn function_findings(
    file: &SourceFile,
    function: &Function<'_>,
    flow: &Flow,
    summaries: &Summaries,
    settings: &Settings,
) -> Result<Vec<Finding>, &'static str> {
    let exploration = explore(flow, summaries);
    if !exploration.is_complete {
        return Err("it has too many paths");
    }
    Ok(rules::findings(&FunctionAnalysis { file, function, defects: &exploration.defects }, settings))
}
