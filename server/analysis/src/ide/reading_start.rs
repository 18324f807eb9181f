//! Where reading can start, so that only a few lines around a cursor are read.

/// A line start before `offset`, at least `distance` bytes away where the text is long enough, that lies in no comment.
///
/// A line start lies in a block comment only where the last comment delimiter before it opens one. So it is enough to
/// look back for that delimiter, and to move before it where it is an opening one.
pub(super) fn line_start_outside_comments(text: &str, offset: usize, distance: usize) -> usize {
    let bytes = text.as_bytes();
    let mut start = line_start(bytes, offset.saturating_sub(distance));
    loop {
        match last_comment_delimiter(bytes.get(..start).unwrap_or_default()) {
            Some((at, true)) => start = line_start(bytes, at),
            Some((_, false)) | None => return start,
        }
    }
}

/// The start of the logical line that holds an offset: a backslash before a line end joins lines.
fn line_start(bytes: &[u8], offset: usize) -> usize {
    let mut end = offset.min(bytes.len());
    loop {
        let before = bytes.get(..end).unwrap_or_default();
        let Some(line_end) = before.iter().rposition(|&byte| byte == b'\n') else {
            return 0;
        };
        let line = before.get(..line_end).unwrap_or_default();
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if !line.ends_with(b"\\") {
            return line_end + 1;
        }
        end = line_end;
    }
}

/// The last `/*` or `*/` of a text: where it stands, and whether it may open a comment.
fn last_comment_delimiter(bytes: &[u8]) -> Option<(usize, bool)> {
    let mut end = bytes.len();
    loop {
        let slash = last_slash(bytes.get(..end)?)?;
        let star_before = slash.checked_sub(1).filter(|&at| bytes.get(at) == Some(&b'*'));
        if bytes.get(slash + 1) == Some(&b'*') {
            return Some((slash, true));
        }
        if let Some(star) = star_before {
            // In `/*/` the star belongs to the opening.
            let opening = star.checked_sub(1).filter(|&at| bytes.get(at) == Some(&b'/'));
            return Some(opening.map_or((star, false), |opening| (opening, true)));
        }
        end = slash;
    }
}

/// The last slash, block by block: whether a block has one at all is found out many bytes at a time.
fn last_slash(bytes: &[u8]) -> Option<usize> {
    const BLOCK: usize = 256;
    let mut end = bytes.len();
    for block in bytes.rchunks(BLOCK) {
        end -= block.len();
        if block.contains(&b'/') {
            return block.iter().rposition(|&byte| byte == b'/').map(|at| end + at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::lexer::Lexer;
    use super::*;

    #[test]
    fn a_start_is_never_inside_a_comment() {
        let text = "a;\n/* one\n two\n three\n*/\nb;\nc;\n";
        let start = |needle: &str| line_start_outside_comments(text, text.find(needle).unwrap_or_default(), 0);
        assert_eq!(start("three"), text.find("/*").unwrap_or_default());
        assert_eq!(start("c;"), text.find("c;").unwrap_or_default());
        assert_eq!(start("a;"), 0);
    }

    #[test]
    fn delimiters_that_overlap_may_open() {
        let last = |text: &str| last_comment_delimiter(text.as_bytes());
        assert_eq!(last("a /*/ b"), Some((2, true)));
        assert_eq!(last("a /**/ b"), Some((4, false)));
        assert_eq!(last("a */* b"), Some((3, true)));
        assert_eq!(last("a / b // c * /"), None);
        assert_eq!(last(&format!("/* {}", "x".repeat(1000))), Some((0, true)));
    }

    #[test]
    fn a_start_is_never_behind_a_joined_line() {
        let text = "// one \\\n two\n three";
        assert_eq!(line_start_outside_comments(text, text.find("two").unwrap_or_default(), 0), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn a_start_is_never_inside_a_token(text in "(/|\\*|\n|\"|'|\\\\|a|#|\r\n){0,60}", at in 0_usize..80, distance in 0_usize..30) {
            let start = line_start_outside_comments(&text, at.min(text.len()), distance);
            prop_assert!(start == 0 || text.as_bytes().get(start - 1) == Some(&b'\n'));
            let around = Lexer::new(&text, 0).find(|token| token.range.start < start && start < token.range.end);
            prop_assert_eq!(around, None);
        }
    }
}
