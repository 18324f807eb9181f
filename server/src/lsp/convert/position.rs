//! Offsets and positions.

use numpy_capi_analysis::text::{self, LineIndex, PositionEncoding, TextRange};
use tower_lsp::ls_types::{Position, PositionEncodingKind, Range, TextEdit};

/// Converts the places of one text in the encoding of the session.
#[derive(Clone, Copy)]
pub(in crate::lsp) struct Positions<'a> {
    /// The text.
    pub(in crate::lsp) text: &'a str,
    /// Its lines.
    pub(in crate::lsp) lines: &'a LineIndex,
    /// The unit of columns.
    pub(in crate::lsp) encoding: PositionEncoding,
}

impl Positions<'_> {
    /// The byte offset of a position; outside the text, of the nearest place.
    pub(in crate::lsp) fn offset(&self, position: Position) -> usize {
        self.lines.offset(self.text, from_lsp_position(position), self.encoding)
    }

    /// The byte offsets of a range, in order.
    pub(in crate::lsp) fn text_range(&self, range: Range) -> TextRange {
        let (start, end) = (self.offset(range.start), self.offset(range.end));
        TextRange::new(start.min(end), start.max(end))
    }

    /// The position of a byte offset.
    pub(in crate::lsp) fn position(&self, offset: usize) -> Position {
        let position = self.lines.position(self.text, offset, self.encoding);
        Position::new(position.line, position.character)
    }

    /// The positions of a range of byte offsets.
    pub(in crate::lsp) fn range(&self, range: TextRange) -> Range {
        Range::new(self.position(range.start), self.position(range.end))
    }

    /// The edit in the protocol's form.
    pub(in crate::lsp) fn edit(&self, edit: text::TextEdit) -> TextEdit {
        TextEdit::new(self.range(edit.range), edit.content)
    }
}

/// The position in the form of the analysis, unit unchanged.
pub(in crate::lsp) const fn from_lsp_position(position: Position) -> text::Position {
    text::Position { line: position.line, character: position.character }
}

/// The protocol's name of an encoding.
pub(in crate::lsp) const fn to_lsp_encoding(encoding: PositionEncoding) -> PositionEncodingKind {
    match encoding {
        PositionEncoding::Utf8 => PositionEncodingKind::UTF8,
        PositionEncoding::Utf16 => PositionEncodingKind::UTF16,
        PositionEncoding::Utf32 => PositionEncodingKind::UTF32,
    }
}
