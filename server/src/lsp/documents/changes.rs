//! Applying the changes that a client reports.

use numpy_capi_analysis::text::{LineIndex, PositionEncoding};
use tower_lsp::ls_types::{Position, TextDocumentContentChangeEvent};

use crate::lsp::convert::from_lsp_position;

/// Stands for half of a character that an editor has cut in two; it is as wide as the half in UTF-16.
const HALF: char = '\u{fffd}';

/// The text after all changes, each of which refers to the text that the one before it left. Positions outside the text
/// mean its nearest place.
pub(super) fn apply(text: &str, changes: &[TextDocumentContentChangeEvent], encoding: PositionEncoding) -> String {
    let mut text = text.to_owned();
    let mut lines: Option<LineIndex> = None;
    // The line index stays right above this line.
    let mut right_above = u32::MAX;
    for change in changes {
        let Some(range) = change.range else {
            text.clone_from(&change.text);
            lines = None;
            continue;
        };
        let (start, end) = if range.start <= range.end { (range.start, range.end) } else { (range.end, range.start) };
        let index = match lines {
            Some(ref index) if end.line < right_above => index,
            _ => {
                right_above = u32::MAX;
                lines.insert(LineIndex::new(&text))
            }
        };
        let start_place = place(&text, index, start, encoding);
        let end_place = place(&text, index, end, encoding);
        right_above = right_above.min(index.line(start_place.offset) as u32);
        let mut content = String::with_capacity(change.text.len());
        content.extend(start_place.is_inside.then_some(HALF));
        content.push_str(&change.text);
        content.extend(end_place.is_inside.then_some(HALF));
        let end_offset = end_place.offset + if end_place.is_inside { width_at(&text, end_place.offset) } else { 0 };
        text.replace_range(start_place.offset..end_offset, &content);
    }
    text
}

/// Where a position lies in the text.
struct Place {
    /// A byte offset between two characters.
    offset: usize,
    /// Whether the position lies behind the first half of the character there.
    is_inside: bool,
}

fn place(text: &str, lines: &LineIndex, position: Position, encoding: PositionEncoding) -> Place {
    let wanted = from_lsp_position(position);
    let offset = lines.offset(text, wanted, encoding);
    let is_inside = encoding == PositionEncoding::Utf16
        && text.get(offset..).and_then(|rest| rest.chars().next()).is_some_and(|next| next.len_utf16() == 2)
        && lines.position(text, offset, encoding).character.checked_add(1) == Some(wanted.character);
    Place { offset, is_inside }
}

/// The number of bytes of the character at an offset.
fn width_at(text: &str, offset: usize) -> usize {
    text.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use tower_lsp::ls_types::Range;

    use super::*;

    type Corner = (u32, u32);

    fn change(start: Corner, end: Corner, text: &str) -> TextDocumentContentChangeEvent {
        let range = Range::new(Position::new(start.0, start.1), Position::new(end.0, end.1));
        TextDocumentContentChangeEvent { range: Some(range), range_length: None, text: text.to_owned() }
    }

    fn applied(text: &str, changes: &[TextDocumentContentChangeEvent]) -> String {
        apply(text, changes, PositionEncoding::Utf16)
    }

    #[test]
    fn each_change_sees_what_the_one_before_left() {
        let changes = [change((0, 0), (0, 0), "x\ny\n"), change((1, 1), (2, 1), "z"), change((0, 0), (0, 1), "")];
        assert_eq!(applied("abc", &changes), "\nyzbc");
        let bottom_up = [change((2, 0), (2, 1), "C"), change((1, 0), (1, 1), "B\r\nB"), change((0, 0), (0, 1), "A")];
        assert_eq!(applied("a\nb\nc", &bottom_up), "A\nB\r\nB\nC");
    }

    #[test]
    fn a_whole_text_replaces_all() {
        let whole = TextDocumentContentChangeEvent { range: None, range_length: None, text: "n\r".to_owned() };
        assert_eq!(applied("old", &[change((0, 0), (0, 1), ""), whole, change((1, 0), (1, 0), "e")]), "n\re");
    }

    #[test]
    fn positions_outside_mean_the_nearest_place() {
        assert_eq!(applied("a\r\nb", &[change((0, 99), (0, 99), "!")]), "a!\r\nb");
        assert_eq!(applied("a\nb", &[change((7, 0), (9, 9), "!")]), "a\nb!");
        assert_eq!(applied("abc", &[change((0, 2), (0, 1), "-")]), "a-c");
        let behind_then_before = [change((9, 0), (9, 0), "\nc\nd"), change((2, 0), (2, 1), "C")];
        assert_eq!(applied("a\nb", &behind_then_before), "a\nb\nC\nd");
    }

    #[test]
    fn line_ends_can_be_joined_and_split() {
        assert_eq!(applied("a\rb", &[change((1, 0), (1, 0), "\n"), change((1, 0), (1, 1), "B")]), "a\r\nB");
        assert_eq!(applied("a\r\nb", &[change((0, 0), (1, 0), "")]), "b");
    }

    #[test]
    fn half_a_character_keeps_the_columns_right() {
        let cut = [change((0, 0), (0, 1), "")];
        assert_eq!(applied("😀x", &cut), "\u{fffd}x");
        let split = [change((0, 1), (0, 1), "-"), change((0, 3), (0, 4), "y")];
        assert_eq!(applied("😀x", &split), "\u{fffd}-\u{fffd}y");
        assert_eq!(apply("😀x", &[change((0, 2), (0, 2), "-")], PositionEncoding::Utf8), "-😀x");
    }

    #[test]
    fn the_encoding_decides_where_a_column_is() {
        let text = "/*😀é*/a";
        for (encoding, column) in
            [(PositionEncoding::Utf8, 10), (PositionEncoding::Utf16, 7), (PositionEncoding::Utf32, 6)]
        {
            assert_eq!(apply(text, &[change((0, column), (0, column + 1), "b")], encoding), "/*😀é*/b");
        }
    }
}
