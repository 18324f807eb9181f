//! Text that was made from another: expansions of templates and macros, whose places are those of what was written.

use super::TextRange;

/// A text whose every part knows the place that it stands for in an original text.
#[derive(Clone, Debug, Default)]
pub struct MappedText {
    text: String,
    /// The parts in the order of the text, without gaps.
    segments: Vec<Segment>,
}

/// A part of the text.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Offset of its first byte.
    start: usize,
    /// What it stands for in the original.
    original: TextRange,
    /// Whether it is the original's text byte for byte, so that places inside it have places there.
    is_verbatim: bool,
}

impl MappedText {
    /// A text that stands for itself.
    pub fn identity(text: &str) -> Self {
        let original = TextRange::new(0, text.len());
        Self { text: text.to_owned(), segments: vec![Segment { start: 0, original, is_verbatim: true }] }
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The same places with another text of equal length; itself where the other does not fit.
    #[must_use]
    pub fn rewritten(&self, text: &[u8]) -> Self {
        let text = std::str::from_utf8(text).ok().filter(|text| text.len() == self.text.len());
        Self { text: text.unwrap_or(&self.text).to_owned(), segments: self.segments.clone() }
    }

    /// Appends a text that stands for a range of the original.
    pub fn push_for(&mut self, text: &str, original: TextRange) {
        if !text.is_empty() {
            self.segments.push(Segment { start: self.text.len(), original, is_verbatim: false });
            self.text.push_str(text);
        }
    }

    /// Appends a range of another text with the same original.
    pub fn push_range(&mut self, from: &Self, range: TextRange) {
        let Some(text) = from.text.get(range.start..range.end) else { return };
        let first = from.segment_index(range.start);
        for (position, segment) in from.segments.iter().enumerate().skip(first) {
            if segment.start >= range.end {
                break;
            }
            let end = from.segments.get(position + 1).map_or(from.text.len(), |next| next.start);
            let (start, end) = (segment.start.max(range.start), end.min(range.end));
            if start < end {
                let original = if segment.is_verbatim {
                    let begin = segment.original.start + (start - segment.start);
                    TextRange::new(begin, begin + (end - start))
                } else {
                    segment.original
                };
                let start = self.text.len() + (start - range.start);
                self.segments.push(Segment { start, original, is_verbatim: segment.is_verbatim });
            }
        }
        self.text.push_str(text);
    }

    /// What a range stands for in the original.
    pub fn original(&self, range: TextRange) -> TextRange {
        let start = self.place(range.start);
        if range.end <= range.start {
            return TextRange::empty(start.start);
        }
        let last = self.place(range.end - 1);
        // Text from the end of one part and the start of an earlier one has no range of its own.
        if last.end <= start.start { start } else { TextRange::new(start.start, last.end) }
    }

    /// What the byte at an offset stands for.
    fn place(&self, at: usize) -> TextRange {
        let Some(segment) = self.segments.get(self.segment_index(at)) else { return TextRange::empty(at) };
        if !segment.is_verbatim {
            return segment.original;
        }
        let begin = (segment.original.start + at.saturating_sub(segment.start)).min(segment.original.end);
        TextRange::new(begin, (begin + 1).min(segment.original.end))
    }

    /// The position of the part that holds an offset.
    fn segment_index(&self, at: usize) -> usize {
        self.segments.partition_point(|segment| segment.start <= at).saturating_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_lead_back_through_two_steps() {
        let original = MappedText::identity("f(@x@); g;");
        let mut first = MappedText::default();
        first.push_range(&original, TextRange::new(0, 2));
        first.push_for("long_name", TextRange::new(2, 5));
        first.push_range(&original, TextRange::new(5, 10));
        assert_eq!(first.text(), "f(long_name); g;");
        let mut second = MappedText::default();
        second.push_range(&first, TextRange::new(2, 16));
        assert_eq!(second.text(), "long_name); g;");
        assert_eq!(second.original(TextRange::new(0, 4)), TextRange::new(2, 5));
        assert_eq!(second.original(TextRange::new(9, 10)), TextRange::new(5, 6));
        assert_eq!(second.original(TextRange::new(0, 14)), TextRange::new(2, 10));
    }
}
