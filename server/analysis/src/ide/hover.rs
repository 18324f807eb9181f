//! Hover: what the database says of the symbol under the cursor.

use numpy_capi_db::{Symbol, entries, symbol};

use super::comment_hover::rule_hover;
use super::context::Context;
use super::flag_expression::FlagExpression;
use super::format_hover::format_hover;
use super::member::member;
use super::ownership_hover::ownership_hover;
pub use super::page::symbol_page;
use super::template::template_hover;
use crate::settings::Settings;
use crate::syntax::SourceFile;
use crate::text::TextRange;

/// A text about a range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hover {
    /// What it is about.
    pub range: TextRange,
    /// Markdown.
    pub markdown: String,
}

/// What is known of the place at an offset; `None` where that is nothing, as in most comments and strings.
///
/// Over a flag that is joined with others the whole expression is explained first.
pub fn hover(file: &SourceFile, offset: usize, settings: &Settings) -> Option<Hover> {
    let settings = &*settings.for_text(file.text());
    if let Some(hover) = template_hover(file, offset) {
        return Some(hover);
    }
    let Some(context) = Context::at(file.text(), offset) else {
        return format_hover(file, offset).or_else(|| rule_hover(file, offset));
    };
    if context.names_member() {
        let member = member(&context)?;
        return Some(Hover { range: context.word()?, markdown: symbol_page(member, settings) });
    }
    let expression = FlagExpression::at(&context);
    let word = context.word();
    let entry = word.and_then(|word| entry(file, word.of(file.text())));
    if word.is_some() && entry.is_none() {
        return ownership_hover(file, &context, settings);
    }
    let range = expression.as_ref().map(|expression| expression.range).or(word)?;
    let explanation = expression.map(|expression| expression.explanation());
    let page = entry.map(|entry| symbol_page(entry, settings));
    let markdown: Vec<String> = [explanation, page].into_iter().flatten().collect();
    Some(Hover { range, markdown: markdown.join("\n\n---\n\n") })
}

/// The entry of a name; of an old header only where the file includes it.
fn entry(file: &SourceFile, name: &str) -> Option<&'static Symbol> {
    symbol(name).or_else(|| entries(name).find(|entry| file.text().contains(entry.header.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ide::fixture::at_cursor;

    fn hover_at(marked: &str) -> Option<(String, String)> {
        let (file, offset) = at_cursor(marked);
        let hover = hover(&file, offset, &Settings::default())?;
        Some((hover.range.of(file.text()).to_owned(), hover.markdown))
    }

    #[test]
    fn tells_the_contract_of_a_function() {
        for marked in [
            "x = $0PyArray_NewFromDescr(a, b);",
            "x = PyArray_New$0FromDescr(a, b);",
            "x = PyArray_NewFromDescr$0(a, b);",
            "#define MAKE(a) PyArray_NewFromDescr$0(a, 0)\n",
            "f(PyArray_NewFromDescr$0",
        ] {
            let (text, markdown) = hover_at(marked).unwrap_or_default();
            assert_eq!(text, "PyArray_NewFromDescr", "{marked}");
            assert!(markdown.starts_with("```c\nPyObject *PyArray_NewFromDescr("), "{markdown}");
            assert!(markdown.contains("\n\nreturns **new** reference · **steals** `descr`"), "{markdown}");
        }
    }

    #[test]
    fn is_silent_where_nothing_is_known_or_nothing_is_code() {
        for marked in [
            "x = my_$0function(a);",
            "// PyArray_NewFrom$0Descr",
            "/* PyArray_NewFrom$0Descr */",
            "char *s = \"PyArray_NewFrom$0Descr\";",
            "#include <PyArray_NewFrom$0Descr>\n",
            "x->PyArray_NewFrom$0Descr",
            "x = 1 $0+ 2;",
            "$0",
        ] {
            assert_eq!(hover_at(marked), None, "{marked}");
        }
    }

    #[test]
    fn tells_of_members_whose_struct_is_known() {
        let (text, markdown) = hover_at("PyArrayObject *a; x = a->dimen$0sions;").unwrap_or_default();
        assert_eq!(text, "dimensions");
        assert!(markdown.contains("Member of `PyArrayObject`."), "{markdown}");
    }

    #[test]
    fn explains_flags_before_the_flag_itself() {
        let (text, markdown) =
            hover_at("PyArray_FROM_OTF(o, NPY_DOUBLE, NPY_ARRAY_IN$0_ARRAY | NPY_ARRAY_FORCECAST)").unwrap_or_default();
        assert_eq!(text, "NPY_ARRAY_IN_ARRAY | NPY_ARRAY_FORCECAST");
        let (explanation, page) = markdown.split_once("\n\n---\n\n").unwrap_or_default();
        assert!(explanation.contains("Not guaranteed"), "{markdown}");
        assert!(page.starts_with("`NPY_ARRAY_IN_ARRAY` = `0x0101`"), "{markdown}");
    }

    #[test]
    fn a_bar_between_flags_is_explained_too() {
        let (_, markdown) = hover_at("int f = NPY_ARRAY_ALIGNED $0| NPY_ARRAY_WRITEABLE;").unwrap_or_default();
        assert!(markdown.starts_with("**`NPY_ARRAY_ALIGNED | NPY_ARRAY_WRITEABLE`** = `0x0500`"), "{markdown}");
        assert_eq!(hover_at("int f = a $0| b;"), None);
    }
}
