//! Checking one file with its baseline.

use std::path::Path;
use std::sync::Arc;

use numpy_capi_analysis::{Report, Settings, SourceFile, rules};

use super::repair::Analyser;
use crate::baseline::Baseline;

/// What one file is checked with.
#[derive(Clone, Debug)]
pub struct Checker<'a> {
    /// The file.
    pub path: &'a Path,
    /// What the analysis follows.
    pub settings: &'a Settings,
    /// What is known already.
    pub baseline: Option<Arc<Baseline>>,
}

/// Counts of what the baseline says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Findings that it keeps silent.
    pub there: usize,
    /// Findings that it knows and that are gone.
    pub gone: usize,
}

impl Checker<'_> {
    /// What is found that the baseline does not know.
    pub fn check(&self, file: &SourceFile) -> Report {
        self.check_and_count(file).0
    }

    /// The same, and what the baseline knows.
    pub fn check_and_count(&self, file: &SourceFile) -> (Report, Known) {
        let mut report = numpy_capi_analysis::check(file, self.settings);
        let Some(baseline) = &self.baseline else { return (report, Known::default()) };
        let is_asked = |code: &str| rules::find(code).is_some_and(|rule| self.settings.rules.contains(rule));
        let sifted = baseline.sift(self.path, file, std::mem::take(&mut report.findings), is_asked);
        report.findings = sifted.new;
        (report, Known { there: sifted.known, gone: sifted.gone })
    }
}

impl Analyser for Checker<'_> {
    fn settings(&self) -> &Settings {
        self.settings
    }

    fn check(&self, file: &SourceFile) -> Report {
        Checker::check(self, file)
    }
}
