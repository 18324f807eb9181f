//! What a comment that silences findings says.

use crate::rules::Finding;
use crate::syntax::COMMENT_MARK;
use crate::text::TextRange;

/// A comment that silences findings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppression {
    /// The comment with its delimiters.
    pub comment: TextRange,
    /// How far it reaches.
    pub scope: Scope,
    /// The text that it holds for.
    pub covered: TextRange,
    /// The rules that it silences; none where the comment is not written as it has to be.
    pub selectors: Vec<Selector>,
    /// What the author says about it; often empty.
    pub reason: String,
}

/// How far a comment reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The line that it stands on, or the statement behind it.
    Statement,
    /// The function at whose head it stands.
    Function,
    /// The file.
    File,
}

impl Scope {
    /// The word for messages.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Statement => "line",
            Self::Function => "function",
            Self::File => "file",
        }
    }
}

/// A code, the beginning of codes, a name, a group or `ALL`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// Where it stands.
    pub range: TextRange,
    /// As the settings spell it: codes in capitals.
    pub text: String,
}

impl Suppression {
    /// Whether a finding stands where the comment holds.
    pub(super) fn covers(&self, finding: &Finding) -> bool {
        match self.scope {
            Scope::Statement => self.covered.meets(finding.range),
            Scope::Function => self.covered.contains(TextRange::empty(finding.range.start)),
            Scope::File => true,
        }
    }
}

/// What a comment says, before it is known what it holds for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Directive {
    pub is_for_file: bool,
    pub selectors: Vec<Selector>,
    pub reason: String,
}

/// Reads a comment that stands at an offset; `None` where it silences nothing.
pub(super) fn read(comment: &str, start: usize) -> Option<Directive> {
    let content = comment.strip_suffix("*/").unwrap_or(comment);
    let said = content
        .trim_start_matches(['/', '*', '!', '<', ' ', '\t', '\r', '\n'])
        .strip_prefix(COMMENT_MARK)?
        .trim_start();
    let (is_for_file, rest) = match said.strip_prefix("ignore-file") {
        Some(rest) => (true, rest),
        None => (false, said.strip_prefix("ignore")?),
    };
    if rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '-' | '_')) {
        return None;
    }
    let Some((list, reason)) = rest.trim_start().strip_prefix('[').and_then(|list| list.split_once(']')) else {
        return Some(Directive { is_for_file, selectors: Vec::new(), reason: String::new() });
    };
    let list_start = start + offset_in(content, list);
    let reason = reason.trim().trim_start_matches([':', '-']).trim();
    Some(Directive { is_for_file, selectors: selectors(list, list_start), reason: reason.to_owned() })
}

fn selectors(list: &str, start: usize) -> Vec<Selector> {
    let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
    let selector = |word: &str| {
        let at = start + offset_in(list, word);
        let is_code = word.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("NPC"));
        let text = if is_code { word.to_ascii_uppercase() } else { word.to_owned() };
        Selector { range: TextRange::new(at, at + word.len()), text }
    };
    words.map(selector).collect()
}

/// Where a part of a text begins in it, in bytes.
fn offset_in(whole: &str, part: &str) -> usize {
    (part.as_ptr() as usize).saturating_sub(whole.as_ptr() as usize)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may panic")]

    use super::*;

    #[test]
    fn a_directive_has_codes_and_a_reason() {
        for comment in [
            "// numpy-capi: ignore[NPC203, early-return-leak] freed by the pool",
            "/* numpy-capi: ignore[npc203,early-return-leak]: freed by the pool */",
            "/*\n * numpy-capi: ignore [ NPC203 , early-return-leak ] - freed by the pool\n */",
        ] {
            let read = read(comment, 10).unwrap();
            let texts: Vec<&str> = read.selectors.iter().map(|selector| selector.text.as_str()).collect();
            assert_eq!(texts, ["NPC203", "early-return-leak"], "{comment}");
            assert_eq!(read.reason.trim_end_matches(['*', '\n', ' ']), "freed by the pool", "{comment}");
            assert!(!read.is_for_file);
            let first = read.selectors[0].range;
            assert_eq!(comment[first.start - 10..first.end - 10].to_uppercase(), "NPC203");
        }
        assert!(read("// numpy-capi: ignore-file[ALL]", 0).unwrap().is_for_file);
    }

    #[test]
    fn other_comments_say_nothing() {
        for comment in ["// numpy-capi: steals a", "// ignore[NPC203]", "/* x numpy-capi: ignore[NPC203] */"] {
            assert_eq!(read(comment, 0), None, "{comment}");
        }
        assert_eq!(read("// numpy-capi: ignored[NPC203]", 0), None);
        for comment in ["// numpy-capi: ignore", "// numpy-capi: ignore NPC203", "/* numpy-capi: ignore[NPC203 */"] {
            assert_eq!(read(comment, 0).unwrap().selectors, [], "{comment}");
        }
    }
}
