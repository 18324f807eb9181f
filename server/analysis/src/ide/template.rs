//! NumPy's templates (`.c.src`): their loops, the words that these replace, and the functions in them.

use crate::syntax::{SourceFile, functions, template};
use crate::text::TextRange;

use super::hover::Hover;
use super::markdown::{bold, code, code_list};

/// A part of a template that an outline shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplatePart {
    /// Its name.
    pub name: String,
    /// A few words next to it.
    pub detail: String,
    /// What it is.
    pub kind: TemplatePartKind,
    /// All of it.
    pub range: TextRange,
    /// Its name in the text.
    pub selection: TextRange,
    /// What lies in it.
    pub children: Vec<TemplatePart>,
}

/// What a part of a template is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TemplatePartKind {
    /// A loop.
    Loop,
    /// A word that a loop replaces.
    Word,
    /// A function.
    Function,
}

/// The parts of a template, in the order of the text; `None` for a file that is none.
pub fn template_outline(file: &SourceFile) -> Option<Vec<TemplatePart>> {
    if !template::is_template(file.text()) {
        return None;
    }
    let mut parts: Vec<TemplatePart> =
        template::loops(file.text()).iter().flat_map(|found| loop_parts(file.text(), found)).collect();
    parts.extend(functions(file).iter().map(|function| {
        let selection = TextRange::new(function.declarator.start_byte(), function.declarator.end_byte());
        let at = file.text().get(selection.start..selection.end).and_then(|text| text.find(function.name));
        let start = selection.start + at.unwrap_or_default();
        TemplatePart {
            name: function.name.to_owned(),
            detail: String::new(),
            kind: TemplatePartKind::Function,
            range: function.range,
            selection: TextRange::new(start, start + if at.is_some() { function.name.len() } else { 0 }),
            children: Vec::new(),
        }
    }));
    Some(nested(parts))
}

/// A loop, and the words of its head.
fn loop_parts(text: &str, found: &template::Loop) -> Vec<TemplatePart> {
    let names: Vec<&str> = found.words.iter().map(|word| word.name.of(text)).collect();
    let whole = TemplatePart {
        name: "repeat".to_owned(),
        detail: names.join(", "),
        kind: TemplatePartKind::Loop,
        range: found.range,
        selection: found.head,
        children: Vec::new(),
    };
    let words = found.words.iter().map(|word| TemplatePart {
        name: word.name.of(text).to_owned(),
        detail: values(text, word),
        kind: TemplatePartKind::Word,
        range: TextRange::new(word.name.start, word.values.end),
        selection: word.name,
        children: Vec::new(),
    });
    std::iter::once(whole).chain(words).collect()
}

/// The values of a word on one line.
fn values(text: &str, word: &template::Word) -> String {
    let lines = word.values.of(text).lines();
    let words: Vec<&str> = lines.flat_map(|line| line.trim().trim_start_matches('*').split_whitespace()).collect();
    words.join(" ")
}

/// Parts as a tree, by where they lie.
fn nested(mut parts: Vec<TemplatePart>) -> Vec<TemplatePart> {
    parts.sort_by_key(|part| (part.range.start, std::cmp::Reverse(part.range.end)));
    let mut roots: Vec<TemplatePart> = Vec::new();
    for part in parts {
        place(&mut roots, part);
    }
    roots
}

fn place(siblings: &mut Vec<TemplatePart>, part: TemplatePart) {
    match siblings.last_mut() {
        Some(last) if last.range.contains(part.range) => place(&mut last.children, part),
        _ => siblings.push(part),
    }
}

/// Where the word of the `@name@` at an offset is given its values: the loop's nearest around it.
pub fn template_definition(file: &SourceFile, offset: usize) -> Option<TextRange> {
    word_at(file, offset).map(|(_, word)| word.name)
}

/// The values of the `@name@` at an offset.
pub(super) fn template_hover(file: &SourceFile, offset: usize) -> Option<Hover> {
    let text = file.text();
    let (range, word) = word_at(file, offset)?;
    let all = values(text, &word);
    let list = code_list(all.split(',').map(str::trim).filter(|value| !value.is_empty()));
    Some(Hover { range, markdown: format!("{} takes in turn {list}.", bold(&code(range.of(text)))) })
}

/// The `@name@` that the cursor touches, and its word.
fn word_at(file: &SourceFile, offset: usize) -> Option<(TextRange, template::Word)> {
    let text = file.text();
    if !template::is_template(text) {
        return None;
    }
    let range = template::placeholder_at(text, offset)?;
    let name = TextRange::new(range.start + 1, range.end - 1).of(text);
    let around = template::loops(text).into_iter().filter(|found| found.range.contains(range));
    let words = around.filter_map(|found| {
        let word = found.words.iter().find(|word| word.name.of(text) == name)?;
        Some((found.range.start, word.clone()))
    });
    words.max_by_key(|(start, _)| *start).map(|(_, word)| (range, word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    const TEMPLATE: &str = "/**begin repeat\n * #type = npy_byte, npy_short#\n * #TYPE = BYTE,\n *         SHORT#\n */\n/**begin repeat1\n \
                            * #op = add, sub#\n */\nstatic void\n@TYPE@_@op@(char **args)\n{\n    @type@ x;\n}\n/**end repeat1**/\n/**end repeat**/\n\
                            static void other(void)\n{\n}\n";

    fn shown(parts: &[TemplatePart], depth: usize) -> String {
        let line = |part: &TemplatePart| {
            format!("{}{} {}\n{}", "  ".repeat(depth), part.name, part.detail, shown(&part.children, depth + 1))
        };
        parts.iter().map(line).collect()
    }

    #[test]
    fn an_outline_has_loops_words_and_functions() {
        let (file, _) = at_cursor(&format!("{TEMPLATE}$0"));
        let outline = shown(&template_outline(&file).unwrap_or_default(), 0);
        let expected = "repeat type, TYPE\n  type npy_byte, npy_short\n  TYPE BYTE, SHORT\n  repeat op\n    op add, sub\n    @TYPE@_@op@ \nother \n";
        assert_eq!(outline, expected);
        let (plain, _) = at_cursor("int f(void) { return 0; }$0");
        assert_eq!(template_outline(&plain), None);
    }

    #[test]
    fn a_word_leads_to_its_values() {
        let at = |marked: &str, from: &str| {
            let (file, offset) = at_cursor(&TEMPLATE.replacen(from, marked, 1));
            let target = template_definition(&file, offset)?;
            let hover = template_hover(&file, offset)?.markdown;
            Some((target.of(file.text()).to_owned(), target.start, hover))
        };
        let (name, start, hover) = at("@TY$0PE@_", "@TYPE@_").unwrap_or_default();
        assert_eq!((name.as_str(), hover.as_str()), ("TYPE", "**`@TYPE@`** takes in turn `BYTE`, `SHORT`."));
        assert_eq!(start, TEMPLATE.find("TYPE").unwrap_or_default());
        assert_eq!(at("@op$0@(", "@op@(").map(|(name, ..)| name).as_deref(), Some("op"));
        assert_eq!(at("other$0(", "other("), None);
    }
}
