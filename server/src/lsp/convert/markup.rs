//! Prose in the form that the client renders.

use tower_lsp::ls_types::{Documentation, MarkupContent, MarkupKind};

/// Markdown, or the same without its marks.
pub(in crate::lsp) fn markup(markdown: String, client_renders_it: bool) -> MarkupContent {
    if client_renders_it {
        MarkupContent { kind: MarkupKind::Markdown, value: markdown }
    } else {
        MarkupContent { kind: MarkupKind::PlainText, value: plain(&markdown) }
    }
}

/// The same as the documentation of something. Plain text goes as a string, which every client takes.
pub(in crate::lsp) fn documentation(markdown: String, client_renders_it: bool) -> Documentation {
    if client_renders_it {
        Documentation::MarkupContent(markup(markdown, true))
    } else {
        Documentation::String(plain(&markdown))
    }
}

/// Takes away fences, emphasis, the marks of code and headings, and the targets of links. Code in fences stays as it is.
fn plain(markdown: &str) -> String {
    let mut lines = Vec::new();
    let mut in_code = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        } else if in_code {
            lines.push(line.to_owned());
        } else {
            let without_heading = line.trim_start_matches('#');
            let line = if without_heading.len() < line.len() { without_heading.trim_start() } else { line };
            lines.push(without_links(&line.replace("**", "").replace('`', "")));
        }
    }
    lines.join("\n").trim_end().to_owned()
}

fn without_links(line: &str) -> String {
    let mut result = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, label, after)) = next_link(rest) {
        result.push_str(before);
        result.push_str(label);
        rest = after;
    }
    result + rest
}

/// The text before the next `[label](target)`, its label, and the text behind it.
fn next_link(line: &str) -> Option<(&str, &str, &str)> {
    let (head, tail) = line.split_once("](")?;
    let (before, label) = head.rsplit_once('[')?;
    let (_, after) = tail.split_once(')')?;
    Some((before, label, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_has_no_marks_but_keeps_code() {
        let markdown =
            "## `PyArray_DATA`\n\n**returns** a [pointer](https://example.org)\n\n```c\nvoid **p; /* `x` */\n```\n";
        assert_eq!(plain(markdown), "PyArray_DATA\n\nreturns a pointer\n\nvoid **p; /* `x` */");
    }

    #[test]
    fn markdown_goes_as_it_is() {
        assert_eq!(markup("**a**".to_owned(), true).value, "**a**");
        assert_eq!(markup("**a**".to_owned(), false).kind, MarkupKind::PlainText);
        assert_eq!(documentation("**a**".to_owned(), false), Documentation::String("a".to_owned()));
    }
}
