//! Replacing ranges of a text.

use super::TextRange;

/// The replacement of a range.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextEdit {
    /// What goes, in byte offsets of the text before any edit.
    pub range: TextRange,
    /// What comes.
    pub content: String,
}

impl TextEdit {
    /// Replaces a range.
    pub fn replace(range: TextRange, content: impl Into<String>) -> Self {
        Self { range, content: content.into() }
    }

    /// Inserts at an offset.
    pub fn insert(at: usize, content: impl Into<String>) -> Self {
        Self::replace(TextRange::empty(at), content)
    }

    /// Deletes a range.
    pub fn delete(range: TextRange) -> Self {
        Self::replace(range, "")
    }
}

/// The text after all edits, whose ranges refer to `text` and must not overlap. Insertions at one offset keep their
/// order. `None` where edits overlap or do not fit the text.
pub fn apply_edits(text: &str, edits: &[TextEdit]) -> Option<String> {
    let mut ordered: Vec<&TextEdit> = edits.iter().collect();
    ordered.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let mut result = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for edit in ordered {
        result.push_str(text.get(done..edit.range.start)?);
        text.get(edit.range.start..edit.range.end)?;
        result.push_str(&edit.content);
        done = edit.range.end;
    }
    result.push_str(text.get(done..)?);
    Some(result)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn applies_edits_in_order_of_their_place() {
        let edits = [TextEdit::insert(3, "X"), TextEdit::delete(TextRange::new(0, 1)), TextEdit::insert(3, "Y")];
        assert_eq!(apply_edits("abcdef", &edits).as_deref(), Some("bcXYdef"));
    }

    #[test]
    fn refuses_overlaps_and_ranges_outside() {
        let overlap = [TextEdit::delete(TextRange::new(0, 3)), TextEdit::delete(TextRange::new(2, 4))];
        assert_eq!(apply_edits("abcdef", &overlap), None);
        assert_eq!(apply_edits("ab", &[TextEdit::insert(3, "x")]), None);
        assert_eq!(apply_edits("ä", &[TextEdit::insert(1, "x")]), None);
    }
}
