//! Taking selectors, or whole comments, out again.

use super::directive::{Selector, Suppression};
use crate::syntax::SourceFile;
use crate::text::{TextEdit, TextRange};

/// The edits that take some selectors out of a comment, and the comment with the last of them.
pub(super) fn without(file: &SourceFile, suppression: &Suppression, unwanted: &[&Selector]) -> Vec<TextEdit> {
    let kept: Vec<&str> = suppression
        .selectors
        .iter()
        .filter(|selector| !unwanted.contains(selector))
        .map(|selector| selector.range.of(file.text()))
        .collect();
    if kept.is_empty() {
        return vec![TextEdit::delete(with_white_space(file, suppression.comment))];
    }
    let (first, last) = (suppression.selectors.first(), suppression.selectors.last());
    let (Some(first), Some(last)) = (first, last) else { return Vec::new() };
    vec![TextEdit::replace(TextRange::new(first.range.start, last.range.end), kept.join(", "))]
}

/// A comment with what would be left of it: its line, or the blanks that set it off.
fn with_white_space(file: &SourceFile, comment: TextRange) -> TextRange {
    let (text, lines) = (file.text(), file.lines());
    let line_start = lines.line_start(lines.line(comment.start));
    let last_line = lines.line(comment.end);
    let before = TextRange::new(line_start, comment.start).of(text);
    let behind = TextRange::new(comment.end, lines.line_end(last_line, text)).of(text);
    let blanks_behind = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    match (before.trim().is_empty(), behind.trim().is_empty()) {
        (true, true) => TextRange::new(line_start, lines.line_start(last_line + 1)),
        (true, false) => TextRange::new(comment.start, comment.end + blanks_behind),
        (false, is_last) => {
            let start = line_start + before.trim_end_matches([' ', '\t']).len();
            // A blank is left between the tokens on both sides.
            TextRange::new(start, if is_last { comment.end + behind.len() } else { comment.end })
        }
    }
}
