//! From byte offsets to lines and columns in the three encodings of the protocol, and back.
//!
//! Our own because the protocol counts a lone carriage return as a line end, which the common crates do not.

use memchr::memchr2_iter;

/// The unit in which a column is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PositionEncoding {
    /// Bytes.
    Utf8,
    /// UTF-16 code units: what the protocol assumes where nothing was agreed.
    Utf16,
    /// Characters (Unicode scalar values).
    Utf32,
}

/// A line and a column, both counted from zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column, in units of the encoding in use.
    pub character: u32,
}

/// The starts of all lines of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineIndex {
    /// Byte offsets; the first is 0.
    starts: Vec<usize>,
    length: usize,
}

impl LineIndex {
    /// Finds the line ends `\n`, `\r\n` and `\r`.
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for at in memchr2_iter(b'\n', b'\r', bytes) {
            // The two of `\r\n` end one line.
            if bytes.get(at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n') {
                starts.push(at + 1);
            }
        }
        Self { starts, length: bytes.len() }
    }

    /// The number of lines; at least one.
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }

    /// The line that holds an offset, counted from zero.
    pub fn line(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// The offset of a line's first byte; the end of the text for lines behind the last.
    pub fn line_start(&self, line: usize) -> usize {
        self.starts.get(line).copied().unwrap_or(self.length)
    }

    /// The offset behind a line's last character, its line end excluded.
    pub fn line_end(&self, line: usize, text: &str) -> usize {
        let end = self.line_start(line + 1);
        let start = self.line_start(line).min(end);
        let content = text.get(start..end).unwrap_or_default();
        start + content.trim_end_matches(['\n', '\r']).len()
    }

    /// Line and column of an offset; an offset inside a character counts as its start.
    pub fn position(&self, text: &str, offset: usize, encoding: PositionEncoding) -> Position {
        let offset = floor_boundary(text, offset.min(self.length));
        let line = self.line(offset);
        let before = text.get(self.line_start(line)..offset).unwrap_or_default();
        Position { line: line as u32, character: width(before, encoding) as u32 }
    }

    /// The offset of a line and column. A column behind the end of its line means the end of the line, as the protocol
    /// asks; a column inside a character means its start; a line behind the last means the end of the text.
    pub fn offset(&self, text: &str, position: Position, encoding: PositionEncoding) -> usize {
        let line = position.line as usize;
        let start = self.line_start(line);
        let content = text.get(start..self.line_end(line, text)).unwrap_or_default();
        let mut left = position.character as usize;
        for (at, character) in content.char_indices() {
            let step = width(character.encode_utf8(&mut [0; 4]), encoding);
            if left < step {
                return start + at;
            }
            left -= step;
        }
        start + content.len()
    }
}

fn width(text: &str, encoding: PositionEncoding) -> usize {
    match encoding {
        PositionEncoding::Utf8 => text.len(),
        PositionEncoding::Utf16 => text.encode_utf16().count(),
        PositionEncoding::Utf32 => text.chars().count(),
    }
}

fn floor_boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ENCODINGS: [PositionEncoding; 3] = [PositionEncoding::Utf8, PositionEncoding::Utf16, PositionEncoding::Utf32];

    #[test]
    fn counts_columns_in_each_encoding() {
        let text = "a\n/* 😀é */x\r\ny\rz";
        let index = LineIndex::new(text);
        let at = text.find('x').unwrap_or_default();
        let columns: Vec<u32> = ENCODINGS.iter().map(|&unit| index.position(text, at, unit).character).collect();
        assert_eq!(columns, [12, 9, 8]);
        assert_eq!(index.line_count(), 4);
        assert_eq!(index.position(text, text.len(), PositionEncoding::Utf16), Position { line: 3, character: 1 });
    }

    #[test]
    fn clamps_what_lies_outside() {
        let text = "ab\r\ncd";
        let index = LineIndex::new(text);
        let far = Position { line: 0, character: 99 };
        assert_eq!(index.offset(text, far, PositionEncoding::Utf16), 2);
        assert_eq!(index.offset(text, Position { line: 9, character: 0 }, PositionEncoding::Utf16), text.len());
    }

    #[test]
    fn a_column_inside_a_surrogate_pair_is_its_start() {
        let text = "😀x";
        let index = LineIndex::new(text);
        assert_eq!(index.offset(text, Position { line: 0, character: 1 }, PositionEncoding::Utf16), 0);
    }

    proptest! {
        #[test]
        fn offsets_survive_the_round_trip(text in "[a\u{e9}\u{1f600}\u{301}\r\n ]{0,40}", at in 0_usize..80) {
            let index = LineIndex::new(&text);
            let at = floor_boundary(&text, at.min(text.len()));
            for encoding in ENCODINGS {
                let position = index.position(&text, at, encoding);
                let line_end = index.line_end(position.line as usize, &text);
                prop_assert_eq!(index.offset(&text, position, encoding), at.min(line_end));
            }
        }
    }
}
