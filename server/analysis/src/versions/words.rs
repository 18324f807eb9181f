//! The names in code that look like NumPy's.

use crate::syntax::SourceFile;
use crate::syntax::scan::{Scanner, Token, TokenKind};
use crate::text::TextRange;

/// What the names of NumPy, and of the headers that it brought, begin with.
const PREFIXES: &[&str] = &["PyArray", "NPY_", "npy_", "Npy", "PyUFunc", "PyDataType_", "PyDescr_", "Py", "UFUNC_"];

/// A name in the code, or in the text of a macro.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Word<'a> {
    /// The name.
    pub text: &'a str,
    /// Where it stands.
    pub range: TextRange,
    /// Whether an argument list follows.
    pub is_called: bool,
}

impl Word<'_> {
    /// Whether nobody but NumPy gives such names.
    pub(crate) fn is_clearly_numpy(&self) -> bool {
        PREFIXES.iter().any(|prefix| *prefix != "Py" && self.text.starts_with(prefix))
    }
}

/// The names in the order of the text. Members, conditions of `#if` and the names that `#define` defines are left out.
pub(crate) fn words(file: &SourceFile) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    collect(file, 0, Scanner::new(file.prepared()), &mut found);
    found
}

fn collect<'a>(file: &'a SourceFile, base: usize, tokens: Scanner<'_>, found: &mut Vec<Word<'a>>) {
    let mut before = (0, 0);
    let mut tokens = tokens.filter(|token| token.kind != TokenKind::Comment).peekable();
    while let Some(token) = tokens.next() {
        let next = tokens.peek().map_or(0, punctuation);
        match token.kind {
            TokenKind::Directive => of_directive(file, token, found),
            TokenKind::Word => {
                let range = TextRange::new(base + token.start, base + token.end);
                let text = range.of(file.text());
                let is_member = before.1 == b'.' || before == (b'-', b'>');
                let is_pasted = before.1 == b'#' || next == b'#';
                if !is_member && !is_pasted && PREFIXES.iter().any(|prefix| text.starts_with(prefix)) {
                    found.push(Word { text, range, is_called: next == b'(' });
                }
            }
            _ => {}
        }
        before = (before.1, punctuation(&token));
    }
}

/// The text of a macro; what it defines and its parameters come first.
fn of_directive<'a>(file: &'a SourceFile, directive: Token, found: &mut Vec<Word<'a>>) {
    let text = file.prepared().get(directive.start..directive.end).unwrap_or_default();
    let mut tokens = Scanner::inside_line(text);
    let (hash, keyword, _name) = (tokens.next(), tokens.next(), tokens.next());
    let is_define = keyword.is_some_and(|token| text.get(token.start..token.end) == Some(b"define"));
    if hash.is_some() && is_define {
        collect(file, directive.start, tokens, found);
    }
}

fn punctuation(token: &Token) -> u8 {
    match token.kind {
        TokenKind::Punctuation(byte) => byte,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Language;

    #[test]
    fn names_in_code_and_macros() {
        let text = "#include <Python.h>\n#define FLAGS(x) (NPY_OWNDATA | x)\n#define NPY_MINE 1\n#if NPY_OTHER\n#endif\n\
                    /* NPY_CARRAY */ int n = PyArray_Size(a) + b->NPY_MEMBER + c.NPY_MEMBER + \"NPY_TEXT\";\n";
        let file = SourceFile::new(text, Language::C);
        let found: Vec<(&str, bool)> = words(&file).iter().map(|word| (word.text, word.is_called)).collect();
        assert_eq!(found, [("NPY_OWNDATA", false), ("PyArray_Size", true)]);
    }
}
