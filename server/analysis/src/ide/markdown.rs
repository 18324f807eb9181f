//! The few forms of Markdown that pages are made of.

/// A fenced block of C.
pub(super) fn c_block(code: &str) -> String {
    format!("```c\n{}\n```", code.trim_matches('\n'))
}

/// Inline code.
pub(super) fn code(text: &str) -> String {
    if text.contains('`') { format!("`` {text} ``") } else { format!("`{text}`") }
}

/// Names as inline code, separated by commas.
pub(super) fn code_list<'name>(names: impl IntoIterator<Item = &'name str>) -> String {
    names.into_iter().map(code).collect::<Vec<_>>().join(", ")
}

/// A bold word that introduces what follows.
pub(super) fn bold(text: &str) -> String {
    format!("**{text}**")
}

/// A heading word with a list under it; `None` for an empty list.
pub(super) fn headed_list(heading: &str, items: impl IntoIterator<Item = String>) -> Option<String> {
    let items: Vec<String> = items.into_iter().map(|item| format!("- {}", item.replace('\n', "\n  "))).collect();
    (!items.is_empty()).then(|| format!("{}\n\n{}", bold(heading), items.join("\n")))
}

/// Markdown of the kinds above as text for places that show no Markdown.
pub(super) fn plain(markdown: &str) -> String {
    markdown.replace("**", "").replace('`', "")
}

/// The text with its first letter in upper case.
pub(super) fn capitalised(text: &str) -> String {
    let mut characters = text.trim().chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + characters.as_str()
}

/// The clause as a sentence: first letter in upper case, full stop at the end.
pub(super) fn sentence(clause: &str) -> String {
    let stop = if clause.trim_end().ends_with(['.', '!', '?']) { "" } else { "." };
    capitalised(clause) + stop
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_with_backticks_gets_longer_fences() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "`` a`b ``");
    }

    #[test]
    fn items_of_several_lines_stay_in_their_list() {
        let list = headed_list("Beware", ["one\ntwo".to_owned(), "three".to_owned()]);
        assert_eq!(list.as_deref(), Some("**Beware**\n\n- one\n  two\n- three"));
        assert_eq!(headed_list("Beware", []), None);
    }

    #[test]
    fn sentences_are_finished_once() {
        assert_eq!(sentence("stolen, also on failure"), "Stolen, also on failure.");
        assert_eq!(sentence("Done."), "Done.");
        assert_eq!(sentence(""), ".");
    }

    #[test]
    fn plain_text_has_no_marks() {
        assert_eq!(plain("returns **new** reference · steals `descr`"), "returns new reference · steals descr");
    }
}
