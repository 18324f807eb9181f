//! Code actions that silence findings by a comment.

use super::code_action::{CodeAction, CodeActionKind, is_offered_at};
use crate::check::check;
use crate::rules::{Applicability, Finding};
use crate::settings::Settings;
use crate::suppressions::suppress;
use crate::syntax::SourceFile;
use crate::text::{TextEdit, TextRange};

/// How the identity of such an action starts.
pub(super) const SUPPRESS: &str = "suppress";

/// For each rule that is found at a range, an action that writes a comment for it; none for what no comment reaches.
/// `findings` are those of the file.
pub fn suppress_actions(
    file: &SourceFile,
    findings: &[Finding],
    range: TextRange,
    settings: &Settings,
) -> Vec<CodeAction> {
    let mut found: Vec<&Finding> = findings.iter().filter(|finding| is_offered_at(finding, range)).collect();
    // Of several findings of a rule the one that starts at the range is meant, before those whose way leads past it.
    found.sort_by_key(|finding| (finding.rule.code, !finding.range.meets(range), finding.range));
    found.dedup_by_key(|finding| finding.rule.code);
    let is_reached = |finding: &&Finding| !edits(file, findings, finding, settings).is_empty();
    found.into_iter().filter(is_reached).map(action).collect()
}

fn action(finding: &Finding) -> CodeAction {
    let (code, range) = (finding.rule.code, finding.range);
    CodeAction {
        title: format!("Suppress {code} here"),
        kind: CodeActionKind::QuickFix,
        preferred: false,
        applicability: Applicability::Unsafe,
        repairs: vec![finding.clone()],
        id: format!("{SUPPRESS}:{code}:{}:{}", range.start, range.end),
    }
}

/// The edits that write the comment: it holds for all findings of the rule on the line.
pub(super) fn edits(file: &SourceFile, findings: &[Finding], finding: &Finding, settings: &Settings) -> Vec<TextEdit> {
    let line = |finding: &Finding| file.lines().line(finding.range.start);
    let is_same = |other: &&Finding| other.rule.code == finding.rule.code && line(other) == line(finding);
    let together: Vec<&Finding> = findings.iter().filter(is_same).collect();
    suppress(file, &check(file, settings), &together, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::resolve_code_action;
    use crate::rules;
    use crate::syntax::Language;
    use crate::text::apply_edits;

    #[test]
    fn the_comment_silences_its_rule_and_nothing_else() {
        let rule = rules::find("NPC203").unwrap();
        let file = SourceFile::new(rule.bad, Language::C);
        let settings = Settings::default();
        let findings = check(&file, &settings).findings;
        let leak = findings.iter().find(|finding| finding.rule.code == "NPC203").unwrap();
        let offers = suppress_actions(&file, &findings, TextRange::empty(leak.range.start), &settings);
        let titles: Vec<_> = offers.iter().map(|offer| offer.title.as_str()).collect();
        assert_eq!(titles, ["Suppress NPC203 here"]);
        let edits = resolve_code_action(&file, &findings, &offers[0].id, &settings).unwrap();
        let text = apply_edits(file.text(), &edits).unwrap();
        assert!(text.contains("/* numpy-capi: ignore[NPC203] */\n"), "{text}");
        let report = check(&SourceFile::new(&text, Language::C), &settings);
        assert_eq!(report.findings.len(), findings.len() - report.suppressed.len());
        assert!(!report.suppressed.is_empty());
    }

    #[test]
    fn nothing_is_offered_elsewhere() {
        let file = SourceFile::new(rules::find("NPC203").unwrap().bad, Language::C);
        let findings = check(&file, &Settings::default()).findings;
        assert_eq!(suppress_actions(&file, &findings, TextRange::empty(0), &Settings::default()), []);
    }
}
