//! NumPy's templates (`.c.src`): loops in comments, whose bodies its build repeats with other words in them.
//!
//! What is analysed is an expansion. A loop around definitions is expanded for iterations that differ in more than
//! names; one inside a body for all, because what they do adds up.

use std::collections::HashSet;

use numpy_capi_db::symbol;

use super::scan::{Scanner, TokenKind};
use crate::text::{MappedText, TextRange};

/// What opens a loop; a nested one has its depth behind it.
const BEGIN: &str = "/**begin repeat";
/// What closes a loop.
const END: &str = "/**end repeat";
/// How many iterations of a loop around definitions are expanded.
const ITERATION_LIMIT: usize = 5;
/// How much longer than its template an expansion may become.
const GROWTH_LIMIT: usize = 6;
/// An expansion may have this many bytes in any case.
const SMALL: usize = 64 * 1024;
/// Deeper loops are not expanded.
const DEPTH_LIMIT: usize = 8;

/// Whether a text is such a template.
pub fn is_template(text: &str) -> bool {
    text.contains(BEGIN)
}

/// The text in which `@name@` reads as an identifier of equal length.
pub(super) fn blank_placeholders(text: &str, out: &mut [u8]) {
    let mut at = 0;
    while let Some(range) = next_placeholder(text, at) {
        for place in [range.start, range.end - 1] {
            if let Some(byte) = out.get_mut(place) {
                *byte = b'_';
            }
        }
        at = range.end;
    }
}

/// A loop of a template, for those who look at the template itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loop {
    /// All of it, both comments included.
    pub range: TextRange,
    /// The line that opens it.
    pub head: TextRange,
    /// The words that it replaces, in order.
    pub words: Vec<Word>,
}

/// A word that a loop replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its name, where it is given its values.
    pub name: TextRange,
    /// Its values, without the signs around them.
    pub values: TextRange,
}

/// The loops of a template, in the order in which they begin.
pub fn loops(text: &str) -> Vec<Loop> {
    let source = MappedText::default();
    let reader = Expansion { text, source: &source, out: MappedText::default(), limit: 0, words: Vec::new(), depth: 0 };
    let begins = text.match_indices(BEGIN).map(|(begin, _)| begin);
    let found = begins.filter_map(|begin| {
        let repeat = reader.repeat(begin, text.len())?;
        let head = text.get(begin..repeat.body.start)?;
        let words =
            definitions(head).map(|(name, values)| Word { name: place(text, name), values: place(text, values) });
        let line_end = head.find('\n').unwrap_or(head.len());
        Some(Loop {
            range: TextRange::new(begin, repeat.end),
            head: TextRange::new(begin, begin + line_end),
            words: words.collect(),
        })
    });
    found.collect()
}

/// Where a part of a text stands in it.
fn place(text: &str, part: &str) -> TextRange {
    let start = part.as_ptr() as usize - text.as_ptr() as usize;
    TextRange::new(start, start + part.len())
}

/// The `@name@` that an offset touches, its signs included.
pub fn placeholder_at(text: &str, offset: usize) -> Option<TextRange> {
    let line_start = text.get(..offset)?.rfind('\n').map_or(0, |at| at + 1);
    let mut at = line_start;
    while let Some(found) = next_placeholder(text, at).filter(|found| found.start <= offset) {
        if found.touches(offset) {
            return Some(found);
        }
        at = found.end;
    }
    None
}

/// The expansion of a template.
pub fn expand(text: &str) -> MappedText {
    let source = MappedText::identity(text);
    let mut expansion = Expansion {
        text,
        source: &source,
        out: MappedText::default(),
        limit: (text.len() * GROWTH_LIMIT).max(SMALL),
        words: Vec::new(),
        depth: 0,
    };
    expansion.range(TextRange::new(0, text.len()), 0);
    expansion.out
}

struct Expansion<'a> {
    text: &'a str,
    source: &'a MappedText,
    out: MappedText,
    limit: usize,
    /// The words of the loops around, innermost last.
    words: Vec<(&'a str, String)>,
    /// How many loops are around.
    depth: usize,
}

/// A loop of the template.
struct Repeat<'a> {
    /// The names with their values; all have as many.
    words: Vec<(&'a str, Vec<String>)>,
    body: TextRange,
    /// Offset behind the line that closes it.
    end: usize,
}

impl<'a> Expansion<'a> {
    /// Expands a range; `braces` are open where it begins.
    fn range(&mut self, range: TextRange, mut braces: usize) {
        let mut at = range.start;
        while let Some(found) = self.text.get(at..range.end).and_then(|rest| rest.find(BEGIN)) {
            let begin = at + found;
            braces = self.plain(TextRange::new(at, begin), braces);
            match self.repeat(begin, range.end) {
                Some(repeat) if self.depth < DEPTH_LIMIT => {
                    self.iterations(&repeat, braces);
                    at = repeat.end;
                }
                _ => at = begin + BEGIN.len(),
            }
        }
        self.plain(TextRange::new(at, range.end), braces);
    }

    fn iterations(&mut self, repeat: &Repeat<'a>, braces: usize) {
        let count = repeat.words.iter().map(|(_, values)| values.len()).min().unwrap_or(0);
        let room =
            self.limit.saturating_sub(self.out.text().len()) / repeat.body.end.saturating_sub(repeat.body.start).max(1);
        let body = repeat.body.of(self.text);
        let chosen = if braces > 0 || depth_after(body, 0) != 0 || has_open_end(body) {
            if count > room {
                // The whole does not fit: what is around must not be analysed without it.
                self.out.push_for(" @ ", TextRange::empty(repeat.body.start));
                return;
            }
            (0..count).collect()
        } else {
            representatives(repeat, count, room.clamp(1, ITERATION_LIMIT))
        };
        for iteration in chosen {
            let outer = self.words.len();
            for (name, values) in &repeat.words {
                if let Some(value) = values.get(iteration) {
                    self.words.push((name, value.clone()));
                }
            }
            self.depth += 1;
            self.range(repeat.body, braces);
            self.depth -= 1;
            self.words.truncate(outer);
        }
    }

    /// Appends a range without loops, its placeholders replaced; gives the braces that are open behind it.
    fn plain(&mut self, range: TextRange, braces: usize) -> usize {
        let mut at = range.start;
        let text = self.text.get(..range.end).unwrap_or_default();
        while let Some(place) = next_placeholder(text, at) {
            let name = TextRange::new(place.start + 1, place.end - 1).of(self.text);
            let value = self.words.iter().rev().find(|(known, _)| *known == name).map(|(_, value)| value.clone());
            self.out.push_range(self.source, TextRange::new(at, place.start));
            match value {
                Some(value) => self.out.push_for(&value, place),
                None => self.out.push_range(self.source, place),
            }
            at = place.end;
        }
        self.out.push_range(self.source, TextRange::new(at, range.end));
        depth_after(range.of(self.text), braces)
    }

    /// The loop that begins at an offset.
    fn repeat(&self, begin: usize, limit: usize) -> Option<Repeat<'a>> {
        let rest = self.text.get(begin..limit)?;
        let level_end = BEGIN.len() + rest.get(BEGIN.len()..)?.bytes().take_while(u8::is_ascii_digit).count();
        let level = rest.get(BEGIN.len()..level_end)?;
        let head_end = rest.find("*/")?;
        let head = rest.get(level_end..head_end)?;
        let closing = format!("{END}{level}");
        let mut search = head_end;
        let close = loop {
            let found = search + rest.get(search..)?.find(&closing)?;
            search = found + closing.len();
            // `repeat1` does not close `repeat`.
            if rest.as_bytes().get(search).is_none_or(|byte| !byte.is_ascii_digit()) {
                break found;
            }
        };
        let end = search + rest.get(search..)?.find("*/")? + 2;
        let words = definitions(head).map(|(name, values)| (name, self.values(values))).collect();
        Some(Repeat { words, body: TextRange::new(begin + head_end + 2, begin + close), end: begin + end })
    }

    /// The values of a list, words of the loops around replaced.
    fn values(&self, list: &str) -> Vec<String> {
        let mut joined: String = list
            .lines()
            .map(|line| line.trim().strip_prefix('*').unwrap_or(line.trim()).trim())
            .collect::<Vec<_>>()
            .join(" ");
        for (name, value) in self.words.iter().rev() {
            joined = joined.replace(&format!("@{name}@"), value);
        }
        repeated(&joined)
    }
}

/// The `#name = list#` of a loop's head.
fn definitions(head: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = head;
    std::iter::from_fn(move || {
        loop {
            let start = rest.find('#')? + 1;
            let after = rest.get(start..)?;
            let (name, list) = after.split_once('=')?;
            let is_name =
                !name.trim().is_empty() && name.trim().bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
            if !is_name {
                rest = after;
                continue;
            }
            let (values, behind) = list.split_once('#')?;
            rest = behind;
            return Some((name.trim(), values));
        }
    })
}

/// A list with its repetitions written out: `(a, b)*2, c*3`.
fn repeated(list: &str) -> Vec<String> {
    const MOST_VALUES: usize = 1000;
    let mut flat = String::new();
    let mut rest = list;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')').map(|at| open + at) else { break };
        let (inside, behind) = (&rest[open + 1..close], &rest[close + 1..]);
        flat.push_str(&rest[..open]);
        if let Some((count, length)) = leading_count(behind) {
            flat.push_str(&vec![inside; count].join(","));
            rest = &behind[length..];
        } else {
            flat.push_str(&rest[open..=close]);
            rest = behind;
        }
        if flat.len() > MOST_VALUES * 100 {
            return Vec::new();
        }
    }
    flat.push_str(rest);
    let mut values = Vec::new();
    for value in flat.split(',').map(str::trim) {
        let (word, count) = match value.rsplit_once('*') {
            Some((word, count)) => match count.trim().parse::<usize>() {
                Ok(count) => (word.trim(), count.min(MOST_VALUES)),
                Err(_) => (value, 1),
            },
            None => (value, 1),
        };
        values.extend(std::iter::repeat_n(word.to_owned(), count));
        if values.len() > MOST_VALUES {
            return Vec::new();
        }
    }
    values
}

/// The number in `*3` at the start of a text, with the length of both.
fn leading_count(text: &str) -> Option<(usize, usize)> {
    let digits = text.strip_prefix('*')?;
    let length = digits.bytes().take_while(u8::is_ascii_digit).count();
    Some((digits.get(..length)?.parse::<usize>().ok()?.min(100), 1 + length))
}

/// Iterations that stand for all: the first of each kind, where names that the database does not know are of one kind.
fn representatives(repeat: &Repeat<'_>, count: usize, limit: usize) -> Vec<usize> {
    let mut kinds = HashSet::new();
    (0..count)
        .filter(|&iteration| {
            let kind: Vec<&str> = repeat
                .words
                .iter()
                .map(|(_, values)| values.get(iteration).map_or("", |value| kind_of(value)))
                .collect();
            kinds.insert(kind)
        })
        .take(limit)
        .collect()
}

/// What sets a value apart from others: for a plain name that means nothing to us, only that it is one.
fn kind_of(value: &str) -> &str {
    let is_name = value.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if is_name && symbol(value).is_none() { "name" } else { value }
}

/// How many braces are open behind a text. A brace in the first column belongs to a definition, whatever arms of `#if`
/// groups did to the count before.
fn depth_after(text: &str, before: usize) -> usize {
    let mut depth = before;
    let mut words = ["", ""];
    for token in Scanner::new(text.as_bytes()).filter(|token| token.kind != TokenKind::Comment) {
        let is_first = token.start == 0 || text.as_bytes().get(token.start - 1) == Some(&b'\n');
        match token.kind {
            TokenKind::Punctuation(b'{') if words[0] == "extern" => {}
            TokenKind::Punctuation(b'{') => depth = if is_first { 1 } else { depth + 1 },
            TokenKind::Punctuation(b'}') => depth = if is_first { 0 } else { depth.saturating_sub(1) },
            _ => {}
        }
        words = [words[1], text.get(token.start..token.end).unwrap_or_default()];
    }
    depth
}

/// Whether a text stops in the middle of a list or a statement, so that every iteration belongs to one whole.
fn has_open_end(text: &str) -> bool {
    let last = Scanner::new(text.as_bytes()).filter(|token| token.kind != TokenKind::Comment).last();
    last.is_some_and(|token| token.kind == TokenKind::Punctuation(b','))
}

/// The next `@name@` from an offset on, its signs included.
fn next_placeholder(text: &str, from: usize) -> Option<TextRange> {
    let mut at = from;
    loop {
        let start = at + text.get(at..)?.find('@')?;
        let length = text.get(start + 1..)?.bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'_').count();
        let end = start + 1 + length;
        if length > 0 && text.as_bytes().get(end) == Some(&b'@') {
            return Some(TextRange::new(start, end + 1));
        }
        at = start + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_inside_a_body_is_expanded_in_full() {
        let text = "void f(void)\n{\n/**begin repeat\n * #x = a, b*2#\n */\n    g(@x@);\n/**end repeat**/\n}\n";
        let words: String = expand(text).text().split_whitespace().collect();
        assert_eq!(words, "voidf(void){g(a);g(b);g(b);}");
    }

    #[test]
    fn definitions_are_expanded_once_for_each_kind() {
        let text =
            "/**begin repeat\n * #t = byte, short, int#\n * #n = 0, 0, 1#\n */\nint f_@t@ = @n@;\n/**end repeat**/\n";
        let words: String = expand(text).text().split_whitespace().collect();
        assert_eq!(words, "intf_byte=0;intf_int=1;");
    }

    #[test]
    fn nested_loops_see_the_words_around_them() {
        let text = "/**begin repeat\n * #t = 1, 2#\n */\n/**begin repeat1\n * #u = @t@, (3)*1#\n */\nint f@t@@u@;\n\
                    /**end repeat1**/\n/**end repeat**/\n";
        let words: String = expand(text).text().split_whitespace().collect();
        assert_eq!(words, "intf11;intf13;intf22;intf23;");
    }

    #[test]
    fn places_are_those_of_the_template() {
        let text = "/**begin repeat\n * #t = longer#\n */\nint @t@;\n/**end repeat**/\n";
        let expanded = expand(text);
        let at = expanded.text().find("longer").unwrap_or_default();
        assert_eq!(expanded.original(TextRange::new(at, at + 6)).of(text), "@t@");
    }

    #[test]
    fn broken_templates_do_no_harm() {
        for text in [
            "/**begin repeat",
            "/**begin repeat\n#a=1#*/",
            "/**begin repeat\n#a=(1,2*9#\n*/ @a@ /**end repeat**/",
            "@",
            "@a@ @",
        ] {
            assert!(expand(text).text().len() < 1000);
        }
    }
}
