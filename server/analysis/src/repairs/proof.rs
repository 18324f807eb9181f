//! What has to hold after a repair: its finding is gone, and no other has come.

use std::collections::HashMap;

use super::alone::Alone;
use crate::rules::Finding;
use crate::settings::Settings;
use crate::text::TextEdit;

/// What the analysis says of a function.
pub(super) struct Found {
    /// How often each finding is made.
    pub counts: HashMap<FindingKey, usize>,
    /// The findings with the text that they are at.
    pub places: Vec<(FindingKey, String)>,
    /// How often a release that needs an object is given NULL on some path.
    pub null_releases: usize,
    /// Whether every path was followed.
    pub is_complete: bool,
}

impl Found {
    fn count_at(&self, place: &(FindingKey, String)) -> usize {
        self.places.iter().filter(|known| *known == place).count()
    }
}

/// What has to hold after a repair: what was found before.
pub(super) struct Proof<'a> {
    alone: &'a Alone<'a>,
    settings: &'a Settings,
    before: &'a Found,
}

impl<'a> Proof<'a> {
    /// What is found before a repair; `None` where the function cannot be analysed.
    pub(super) fn new(alone: &'a Alone<'a>, settings: &'a Settings) -> Option<Self> {
        let before = alone.found(settings)?;
        Some(Self { alone, settings, before })
    }

    /// Whether edits remove a finding, bring no other, and leave a text that parses as well.
    pub(super) fn holds(&self, finding: Option<&Finding>, edits: &[TextEdit]) -> bool {
        let Some(after) = self.alone.found_after(edits, self.settings) else { return false };
        let count = |found: &Found, key: &FindingKey| found.counts.get(key).copied().unwrap_or(0);
        let is_no_worse = after.counts.iter().all(|(key, found)| *found <= count(self.before, key))
            && after.null_releases <= self.before.null_releases;
        let is_gone = finding.is_none_or(|finding| {
            // Of findings that read the same, the one at this text has to be gone, and not another.
            let place = (key(finding), finding.range.of(self.alone.file.text()).to_owned());
            after.count_at(&place) < self.before.count_at(&place)
                && count(&after, &place.0) < count(self.before, &place.0)
        });
        is_no_worse && is_gone
    }
}

/// What identifies a finding across edits: code, function and message.
pub(super) type FindingKey = (&'static str, String, String);

/// What identifies a finding across edits, which move ranges.
pub(super) fn key(finding: &Finding) -> FindingKey {
    (finding.rule.code, finding.function.clone(), finding.message.clone())
}

/// How often each finding is made.
pub(super) fn counts(findings: &[Finding]) -> HashMap<FindingKey, usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        *counts.entry(key(finding)).or_insert(0) += 1;
    }
    counts
}
