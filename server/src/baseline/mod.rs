//! The baseline: findings that a project knows of and is not told again, as long as they are there.
//!
//! A finding is known by its file, its rule, its function and the text of its line, so that edits elsewhere do not bring
//! it back. Where a line holds several of one rule, they are counted.

mod file;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use numpy_capi_analysis::text::TextRange;
use numpy_capi_analysis::{Finding, SourceFile};

pub use file::{FILE_NAME, remembered};

/// What tells a finding from others of its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// The code of its rule.
    code: String,
    /// The function that it is in; empty outside.
    function: String,
    /// The line that it starts on, white space squeezed.
    source: String,
}

/// How often each mark is known.
type Marks = BTreeMap<Mark, usize>;

/// Known findings.
#[derive(Clone, Debug, Default)]
pub struct Baseline {
    /// The directory that paths of files start from.
    root: PathBuf,
    /// The marks of each file, by its path with `/` between its parts.
    files: BTreeMap<String, Marks>,
}

impl Mark {
    /// What tells a finding from others.
    pub fn of(file: &SourceFile, finding: &Finding) -> Self {
        let code = finding.rule.code.to_owned();
        Self { code, function: finding.function.clone(), source: source_line(file, finding.range.start) }
    }
}

/// The line around an offset, with single blanks between its words.
pub fn source_line(file: &SourceFile, offset: usize) -> String {
    let lines = file.lines();
    let line = lines.line(offset);
    let text = TextRange::new(lines.line_start(line), lines.line_end(line, file.text())).of(file.text());
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a baseline leaves of findings.
#[derive(Debug, Default)]
pub struct Sifted {
    /// The findings that it does not know.
    pub new: Vec<Finding>,
    /// The number of those that it knows.
    pub known: usize,
    /// The number of findings that it knows and that are gone, where the rule was asked.
    pub gone: usize,
}

impl Baseline {
    /// A baseline without findings, for files below a directory.
    pub fn empty(root: &Path) -> Self {
        Self { root: root.to_owned(), files: BTreeMap::new() }
    }

    /// Separates the findings of a file into those that are known and those that are not; `is_asked` tells whether the
    /// rule with a code reports in this file.
    pub fn sift(
        &self,
        path: &Path,
        file: &SourceFile,
        findings: Vec<Finding>,
        is_asked: impl Fn(&str) -> bool,
    ) -> Sifted {
        let Some(marks) = self.files.get(&self.name(path)) else {
            return Sifted { new: findings, ..Sifted::default() };
        };
        let mut left = marks.clone();
        let mut sifted = Sifted::default();
        for finding in findings {
            match left.get_mut(&Mark::of(file, &finding)).filter(|count| **count > 0) {
                Some(count) => {
                    *count -= 1;
                    sifted.known += 1;
                }
                None => sifted.new.push(finding),
            }
        }
        sifted.gone = left.iter().filter(|(mark, _)| is_asked(&mark.code)).map(|(_, count)| count).sum();
        sifted
    }

    /// Makes the findings of a file the known ones.
    pub fn replace(&mut self, path: &Path, marks: impl IntoIterator<Item = Mark>) {
        let mut counts = Marks::new();
        for mark in marks {
            *counts.entry(mark).or_default() += 1;
        }
        let name = self.name(path);
        if counts.is_empty() {
            self.files.remove(&name);
        } else {
            self.files.insert(name, counts);
        }
    }

    /// The number of findings.
    pub fn len(&self) -> usize {
        self.files.values().flat_map(BTreeMap::values).sum()
    }

    /// The name of a file in the baseline: below the root, where it is.
    fn name(&self, path: &Path) -> String {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let below = path.strip_prefix(&self.root).unwrap_or(&path);
        below.to_string_lossy().replace('\\', "/")
    }
}

#[cfg(test)]
mod tests;
