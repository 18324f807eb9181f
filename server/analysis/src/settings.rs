//! What the user can choose.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use crate::rules::{self, Rule};
use crate::syntax::Annotation;

/// The choices that the analysis follows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Settings {
    /// The rules that report.
    pub rules: RuleSelection,
    /// The oldest NumPy that the code has to run with; `None` where nobody said.
    pub target_numpy: Option<Version>,
    /// What functions do with references, by name.
    pub functions: BTreeMap<String, Annotation>,
}

/// Which rules report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct RuleSelection {
    /// Codes, code prefixes, rule names, group names or `ALL`; `None` means the default set.
    pub select: Option<Vec<String>>,
    /// The same, added to the selected ones.
    pub extend_select: Vec<String>,
    /// The same, taken away again.
    pub ignore: Vec<String>,
}

impl RuleSelection {
    /// Whether a rule reports. The longer of two matching selectors wins, `ignore` where they are equally long.
    pub fn contains(&self, rule: &Rule) -> bool {
        let selected = match &self.select {
            Some(selectors) => strongest(selectors, rule),
            None => rule.default.then_some(0),
        };
        let selected = selected.max(strongest(&self.extend_select, rule));
        match (selected, strongest(&self.ignore, rule)) {
            (Some(selected), Some(ignored)) => selected > ignored,
            (selected, None) => selected.is_some(),
            (None, Some(_)) => false,
        }
    }

    /// The selectors that match no rule.
    pub fn unknown(&self) -> Vec<&str> {
        let all = self.select.iter().flatten().chain(&self.extend_select).chain(&self.ignore);
        all.map(String::as_str).filter(|selector| !rules::all().iter().any(|rule| selects(selector, rule))).collect()
    }
}

fn strongest(selectors: &[String], rule: &Rule) -> Option<usize> {
    selectors.iter().filter(|selector| selects(selector, rule)).map(|selector| weight(selector, rule)).max()
}

fn weight(selector: &str, rule: &Rule) -> usize {
    if selector == "ALL" {
        1
    } else if selector == rule.code || selector == rule.name {
        100
    } else {
        1 + selector.len()
    }
}

/// Whether a selector stands for a rule.
pub(crate) fn selects(selector: &str, rule: &Rule) -> bool {
    let is_code_prefix = selector.starts_with("NPC") && rule.code.starts_with(selector);
    selector == "ALL" || selector == rule.name || selector == rule.group || is_code_prefix
}

/// A release as MAJOR.MINOR.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// The first number.
    pub major: u16,
    /// The second number.
    pub minor: u16,
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.major, self.minor)
    }
}

impl FromStr for Version {
    type Err = String;

    /// Reads "2.0" or "2.0.1".
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.trim().split('.').map(str::parse);
        match (parts.next(), parts.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => Ok(Self { major, minor }),
            _ => Err(format!("`{text}` is not a version; write it as MAJOR.MINOR, such as 2.0")),
        }
    }
}
