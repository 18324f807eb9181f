//! Counting what a `check` has done.

use std::collections::BTreeMap;

use numpy_capi_analysis::{Applicability, Fix, Report, Severity, SourceFile};
use serde::Serialize;

use super::known::Known;
use super::repair::Repaired;

/// A function that was not analysed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// The file as output shows it.
    pub filename: String,
    /// The line of its body, from 1.
    pub row: usize,
    /// Its name.
    pub function: String,
    /// Why, as a phrase.
    pub reason: &'static str,
}

/// Counts over files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Files checked.
    pub files: usize,
    /// Files that were not checked although they were asked for.
    pub skipped: usize,
    /// Files with findings.
    pub with_findings: usize,
    /// Findings per rule code.
    pub findings: BTreeMap<&'static str, usize>,
    /// Findings per severity.
    pub severities: BTreeMap<Severity, usize>,
    /// Findings with a safe fix.
    pub safely_fixable: usize,
    /// Findings with an unsafe fix only.
    pub unsafely_fixable: usize,
    /// Findings that fixes took away.
    pub fixed: usize,
    /// Files that fixes changed.
    pub fixed_files: usize,
    /// Findings that comments were written for.
    pub silenced: usize,
    /// Files that such comments were written to.
    pub silenced_files: usize,
    /// Findings that the baseline knows.
    pub known: Known,
    /// Functions analysed.
    pub analysed: usize,
    /// Functions not analysed, per reason.
    pub not_analysed: BTreeMap<&'static str, usize>,
    /// The functions not analysed.
    pub missing: Vec<Missing>,
}

impl Tally {
    /// The counts of one file; `fixes` are those of its findings, as far as they were asked for.
    pub fn of_file(report: &Report, fixes: &[Option<Fix>]) -> Self {
        let mut tally = Self { files: 1, analysed: report.analysed, ..Self::default() };
        tally.with_findings = usize::from(!report.findings.is_empty());
        for finding in &report.findings {
            *tally.findings.entry(finding.rule.code).or_default() += 1;
            *tally.severities.entry(finding.severity).or_default() += 1;
        }
        for function in &report.not_analysed {
            *tally.not_analysed.entry(function.reason).or_default() += 1;
        }
        let with = |applicability| fixes.iter().flatten().filter(|fix| fix.applicability == applicability).count();
        tally.safely_fixable = with(Applicability::Safe);
        tally.unsafely_fixable = with(Applicability::Unsafe);
        tally
    }

    /// Names the functions of a file that were not analysed.
    pub fn name_missing(&mut self, shown: &str, file: &SourceFile, report: &Report) {
        self.missing = report
            .not_analysed
            .iter()
            .map(|function| Missing {
                filename: shown.to_owned(),
                row: file.lines().line(function.body.start) + 1,
                function: function.function.clone(),
                reason: function.reason,
            })
            .collect();
    }

    /// Counts what fixes did to a file.
    pub fn count_fixed(&mut self, repaired: &Repaired) {
        self.fixed += repaired.fixed;
        self.fixed_files += usize::from(repaired.fixed > 0);
    }

    /// Counts the comments that were written to a file.
    pub fn count_silenced(&mut self, count: usize) {
        self.silenced += count;
        self.silenced_files += usize::from(count > 0);
    }

    /// Adds the counts of other files.
    pub fn add(&mut self, other: &Self) {
        self.files += other.files;
        self.skipped += other.skipped;
        self.with_findings += other.with_findings;
        self.safely_fixable += other.safely_fixable;
        self.unsafely_fixable += other.unsafely_fixable;
        self.fixed += other.fixed;
        self.fixed_files += other.fixed_files;
        self.silenced += other.silenced;
        self.silenced_files += other.silenced_files;
        self.known.there += other.known.there;
        self.known.gone += other.known.gone;
        self.analysed += other.analysed;
        add_counts(&mut self.findings, &other.findings);
        add_counts(&mut self.severities, &other.severities);
        add_counts(&mut self.not_analysed, &other.not_analysed);
        self.missing.extend(other.missing.iter().cloned());
    }

    /// The number of findings.
    pub fn total(&self) -> usize {
        self.findings.values().sum()
    }
}

fn add_counts<K: Copy + Ord>(counts: &mut BTreeMap<K, usize>, others: &BTreeMap<K, usize>) {
    for (&key, count) in others {
        *counts.entry(key).or_default() += count;
    }
}
