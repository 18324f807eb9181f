//! The changed lines between two texts as edits, so that an editor changes no line that stays.

use crate::text::{TextEdit, TextRange};

/// Texts of more lines than this are replaced from the first changed line to the last.
const LINE_LIMIT: usize = 600;

/// The edits that make the new text of the old one.
pub(super) fn differences(old: &str, new: &str) -> Vec<TextEdit> {
    let (old_lines, new_lines): (Vec<&str>, Vec<&str>) =
        (old.split_inclusive('\n').collect(), new.split_inclusive('\n').collect());
    let first = old_lines.iter().zip(&new_lines).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old_lines[first..], &new_lines[first..]);
    let last = old_rest.iter().rev().zip(new_rest.iter().rev()).take_while(|(old, new)| old == new).count();
    let (old_rest, new_rest) = (&old_rest[..old_rest.len() - last], &new_rest[..new_rest.len() - last]);
    let start = old_lines[..first].iter().map(|line| line.len()).sum();
    let kept = if old_rest.len().max(new_rest.len()) > LINE_LIMIT { Vec::new() } else { common(old_rest, new_rest) };
    edits(start, old_rest, new_rest, &kept)
}

/// The pairs of positions of a longest common subsequence.
fn common(old: &[&str], new: &[&str]) -> Vec<(usize, usize)> {
    let width = new.len() + 1;
    // The length of the longest one of what follows each pair of positions.
    let mut lengths = vec![0_usize; (old.len() + 1) * width];
    for at_old in (0..old.len()).rev() {
        for at_new in (0..new.len()).rev() {
            lengths[at_old * width + at_new] = if old[at_old] == new[at_new] {
                lengths[(at_old + 1) * width + at_new + 1] + 1
            } else {
                lengths[(at_old + 1) * width + at_new].max(lengths[at_old * width + at_new + 1])
            };
        }
    }
    let (mut at_old, mut at_new, mut pairs) = (0, 0, Vec::new());
    while at_old < old.len() && at_new < new.len() {
        if old[at_old] == new[at_new] {
            pairs.push((at_old, at_new));
            at_old += 1;
            at_new += 1;
        } else if lengths[(at_old + 1) * width + at_new] >= lengths[at_old * width + at_new + 1] {
            at_old += 1;
        } else {
            at_new += 1;
        }
    }
    pairs
}

/// The edits between the lines that are kept; `start` is the offset of the first line.
fn edits(start: usize, old: &[&str], new: &[&str], kept: &[(usize, usize)]) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let (mut offset, mut at_old, mut at_new) = (start, 0, 0);
    for &(kept_old, kept_new) in kept.iter().chain(std::iter::once(&(old.len(), new.len()))) {
        let removed: usize = old[at_old..kept_old].iter().map(|line| line.len()).sum();
        let added = new[at_new..kept_new].concat();
        if removed > 0 || !added.is_empty() {
            edits.push(TextEdit::replace(TextRange::new(offset, offset + removed), added));
        }
        offset += removed + old.get(kept_old).map_or(0, |line| line.len());
        (at_old, at_new) = (kept_old + 1, kept_new + 1);
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::apply_edits;

    #[test]
    fn lines_that_stay_are_not_touched() {
        let (old, new) = ("a\nb\nc\nd\ne\n", "a\nB\nc\ne\nf\n");
        let edits = differences(old, new);
        assert_eq!(apply_edits(old, &edits).unwrap(), new);
        let touched: Vec<&str> = edits.iter().map(|edit| edit.range.of(old)).collect();
        assert_eq!(touched, ["b\n", "d\n", ""]);
    }

    #[test]
    fn equal_texts_need_no_edit() {
        assert_eq!(differences("a\nb", "a\nb"), []);
    }

    #[test]
    fn long_texts_are_replaced_between_the_first_and_the_last_change() {
        let line = |number: usize| format!("{number}\n");
        let old: String = (0..2000).map(line).collect();
        let new = old.replace("10\n", "ten\n");
        assert_eq!(apply_edits(&old, &differences(&old, &new)).unwrap(), new);
    }
}
