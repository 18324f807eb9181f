//! Hover in comments: rules that a suppression names.

use super::hover::Hover;
use super::lexer::{Lexer, TokenKind};
use super::markdown::bold;
use super::reading_start::line_start_outside_comments;
use crate::rules;
use crate::syntax::{COMMENT_MARK, SourceFile};
use crate::text::TextRange;

/// How far before the cursor the reading starts, in bytes; it starts outside comments in any case.
const REACH: usize = 256;

/// The rule whose code or name the cursor touches in a comment that speaks to this tool.
pub(super) fn rule_hover(file: &SourceFile, offset: usize) -> Option<Hover> {
    let text = file.text();
    let start = line_start_outside_comments(text, offset, REACH);
    let comment = Lexer::new(text, start)
        .take_while(|token| token.range.start <= offset)
        .find(|token| matches!(token.kind, TokenKind::Comment { .. }) && token.range.touches(offset))?;
    comment.range.of(text).contains(COMMENT_MARK).then_some(())?;
    let range = word_at(text, comment.range, offset)?;
    let rule = rules::find(range.of(text))?;
    let heading = format!("{} ({}) · {}", bold(rule.name), rule.code, rule.severity.word());
    let blocks = [heading, rule.summary.to_owned(), rule.page.trim().to_owned(), format!("[Manual]({})", rule.url())];
    Some(Hover { range, markdown: blocks.join("\n\n") })
}

/// The letters, digits and hyphens around an offset, within a range.
fn word_at(text: &str, within: TextRange, offset: usize) -> Option<TextRange> {
    let belongs = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'-';
    let before = text.as_bytes().get(within.start..offset)?;
    let after = text.as_bytes().get(offset..within.end)?;
    let start = offset - before.iter().rev().take_while(|byte| belongs(byte)).count();
    let end = offset + after.iter().take_while(|byte| belongs(byte)).count();
    (start < end).then(|| TextRange::new(start, end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn at(marked: &str) -> Option<(String, String)> {
        let (file, offset) = at_cursor(marked);
        let hover = rule_hover(&file, offset)?;
        Some((hover.range.of(file.text()).to_owned(), hover.markdown))
    }

    #[test]
    fn a_rule_in_a_suppression_is_explained() {
        for marked in [
            "x = 1; // numpy-capi: ignore[NPC2$003] freed by the caller\n",
            "/* numpy-capi: ignore[NPC204, $0NPC203] */ int x;",
            "// numpy-capi: ignore[NPC203$0]",
        ] {
            let (text, markdown) = at(marked).unwrap_or_default();
            assert_eq!(text, "NPC203", "{marked}");
            assert!(markdown.starts_with("**early-return-leak** (NPC203) · error\n\n"), "{markdown}");
        }
        assert_eq!(
            at("// numpy-capi: ignore[early-$0return-leak]").map(|(text, _)| text).as_deref(),
            Some("early-return-leak")
        );
    }

    #[test]
    fn other_comments_and_words_are_left_alone() {
        for marked in ["// see NPC2$003", "// numpy-capi: ig$0nore[NPC203]", "int NPC203$0;", "// numpy-capi: $0", "$0"]
        {
            assert_eq!(at(marked), None, "{marked}");
        }
    }
}
