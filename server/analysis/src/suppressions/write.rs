//! Writing comments that silence findings.

use std::collections::BTreeMap;

use super::directive::{Scope, Suppression};
use super::suppressions;
use crate::check::Report;
use crate::rules::{Finding, SUPPRESSION_GROUP};
use crate::syntax::scan::{Scanner, Token, TokenKind};
use crate::syntax::{COMMENT_MARK, Language, SourceFile};
use crate::text::{TextEdit, TextRange};

/// The edits that silence findings of a file by comments; `reason` may be empty. A comment that holds for a finding's
/// line already names its rule too; else a line is put before it. There is no edit for what no comment reaches, as within
/// the definition of a macro.
pub fn suppress(file: &SourceFile, report: &Report, findings: &[&Finding], reason: &str) -> Vec<TextEdit> {
    let known = suppressions(file, report);
    let mut extended: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    let mut fresh: BTreeMap<usize, (TextRange, Vec<&str>)> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.rule.group != SUPPRESSION_GROUP) {
        if let Some(comment) = known.iter().find(|comment| can_take(comment, finding)) {
            let end = comment.selectors.last().map_or(comment.comment.start, |last| last.range.end);
            extended.entry(end).or_default().push(finding.rule.code);
        } else {
            let line = file.lines().line(finding.range.start);
            let (_, codes) = fresh.entry(line).or_insert_with(|| (finding.range, Vec::new()));
            codes.push(finding.rule.code);
        }
    }
    let tokens: Vec<Token> = Scanner::new(file.text().as_bytes()).collect();
    let extensions = extended.into_iter().map(|(at, codes)| TextEdit::insert(at, format!(", {}", listed(codes))));
    let comments = fresh
        .into_iter()
        .filter_map(|(line, (range, codes))| comment(file, &tokens, line, range, &codes_and_reason(codes, reason)));
    extensions.chain(comments).collect()
}

/// Whether a comment can name one more rule for the sake of a finding.
fn can_take(comment: &Suppression, finding: &Finding) -> bool {
    comment.scope == Scope::Statement && !comment.selectors.is_empty() && comment.covers(finding)
}

fn listed(mut codes: Vec<&str>) -> String {
    codes.sort_unstable();
    codes.dedup();
    codes.join(", ")
}

fn codes_and_reason(codes: Vec<&str>, reason: &str) -> String {
    let said =
        format!("{COMMENT_MARK} ignore[{}] {}", listed(codes), reason.replace("*/", "* /").replace(['\n', '\r'], " "));
    said.trim_end().to_owned()
}

/// The comment for a finding in a line; its range starts at `range`.
fn comment(file: &SourceFile, tokens: &[Token], line: usize, range: TextRange, said: &str) -> Option<TextEdit> {
    let (text, lines) = (file.text(), file.lines());
    let start = lines.line_start(line);
    let is_inside = |at: usize| tokens.iter().any(|token| token.start < at && at < token.end);
    let holder = tokens.iter().find(|token| token.start <= range.start && range.start < token.end);
    // A comment within a directive is read as part of it.
    if is_inside(range.start) || holder.is_none_or(|token| token.kind == TokenKind::Directive) {
        return None;
    }
    let above = TextRange::new(lines.line_start(line.saturating_sub(1)), start).of(text);
    if is_inside(start) || (line > 0 && above.trim_end_matches(['\r', '\n']).ends_with('\\')) {
        return Some(TextEdit::insert(range.start, format!("/* {said} */ ")));
    }
    let content = TextRange::new(start, lines.line_end(line, text)).of(text);
    let indentation = content.get(..content.len() - content.trim_start().len()).unwrap_or_default();
    let written = match file.language() {
        // A backslash at the end would swallow the next line.
        Language::Cpp if !said.ends_with('\\') => format!("{indentation}// {said}\n"),
        Language::C | Language::Cpp => format!("{indentation}/* {said} */\n"),
    };
    Some(TextEdit::insert(start, written))
}
