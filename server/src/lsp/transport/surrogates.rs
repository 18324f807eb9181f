//! Lone surrogates in JSON text.
//!
//! An editor that counts in UTF-16 can cut a character in two, and then sends half of it as an escape that stands for no
//! character. Refusing the message would lose the edit, so each half becomes U+FFFD, which is one UTF-16 unit too.

/// The text with every escape of a lone surrogate replaced; `None` where there is none.
pub(super) fn without_lone_surrogates(json: &str) -> Option<String> {
    let mut result = String::with_capacity(json.len());
    let mut changed = false;
    let mut rest = json;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        result.push_str(before);
        let taken = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                result.push_str("\\ufffd");
                changed = true;
                rest = escape.get(6..).unwrap_or_default();
                continue;
            }
            // The escaped character may be a backslash itself: it goes along.
            _ => 1 + escape.chars().nth(1).map_or(0, char::len_utf8),
        };
        result.push_str(escape.get(..taken).unwrap_or(escape));
        rest = escape.get(taken..).unwrap_or_default();
    }
    result.push_str(rest);
    changed.then_some(result)
}

/// The UTF-16 unit of an escape `\uXXXX` at the start of a text.
fn unit(text: &str) -> Option<u16> {
    u16::from_str_radix(text.strip_prefix("\\u")?.get(..4)?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lone_halves_are_replaced() {
        assert_eq!(without_lone_surrogates(r#""\ud83d\ude00 \n \\ud83d""#), None);
        assert_eq!(without_lone_surrogates(r#""\ud83dé""#).as_deref(), Some(r#""\ufffdé""#));
        assert_eq!(without_lone_surrogates(r"\ude00\ud83d\ud83d\ude00").as_deref(), Some(r"\ufffd\ufffd\ud83d\ude00"));
        assert_eq!(without_lone_surrogates("\\"), None);
    }
}
