//! The variables that a function has declared above a cursor, read from text that may be half typed.

use super::lexer::{Lexer, Token, TokenKind};
use crate::text::TextRange;

/// Words that begin a statement and no declaration.
const STATEMENT_WORDS: [&str; 11] =
    ["return", "goto", "else", "case", "break", "continue", "do", "typedef", "delete", "throw", "using"];
/// Words before or in a type that do not tell types apart.
const QUALIFIERS: [&str; 9] =
    ["const", "volatile", "static", "register", "struct", "enum", "restrict", "auto", "extern"];

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Local<'text> {
    /// Its name.
    pub name: &'text str,
    /// The words of its type without qualifiers, one blank between them.
    pub type_name: String,
    /// The stars of its type; an array counts as one.
    pub pointers: usize,
    /// Whether it is an array, whose name is its address already.
    pub is_array: bool,
}

/// The variables that are declared in a range of the text, which begins with the head of a function or within one; the
/// last first.
pub(super) fn locals(text: &str, range: TextRange) -> Vec<Local<'_>> {
    let mut found = Vec::new();
    let mut statement: Vec<Token> = Vec::new();
    let (mut in_directive, mut open_values) = (false, 0_usize);
    for token in Lexer::new(text, range.start).take_while(|token| token.range.end <= range.end) {
        match token.kind {
            TokenKind::DirectiveStart => in_directive = true,
            TokenKind::DirectiveEnd => in_directive = false,
            _ if in_directive => {}
            TokenKind::Comment { .. } => {}
            TokenKind::Punctuation(b'{') if is_initialiser(&statement) => {
                open_values += 1;
                statement.push(token);
            }
            TokenKind::Punctuation(b'}') if open_values > 0 => {
                open_values -= 1;
                statement.push(token);
            }
            TokenKind::Punctuation(b';' | b'{' | b'}') => {
                open_values = 0;
                read(text, &statement, &mut found);
                statement.clear();
            }
            _ => statement.push(token),
        }
    }
    found.reverse();
    found
}

/// Whether a brace behind these tokens opens the values of a variable.
fn is_initialiser(statement: &[Token]) -> bool {
    statement.last().is_some_and(|token| token.is(b'=') || token.is(b']') || token.is(b'{') || token.is(b','))
}

/// Reads a statement or the head of a function, whose parameters count.
fn read<'text>(text: &'text str, statement: &[Token], found: &mut Vec<Local<'text>>) {
    let statement = inside_loop_head(text, statement);
    let is_call = |position: usize| statement.get(position).is_some_and(|token| token.is(b'('));
    let head_end = statement.iter().position(|token| token.is(b'(') || token.is(b'=')).unwrap_or(statement.len());
    if is_call(head_end) {
        let inner = statement.get(head_end + 1..).unwrap_or_default();
        let inner = inner.strip_suffix(&[inner.last().copied().unwrap_or(NOTHING)]).unwrap_or(inner);
        for parameter in inner.split(|token| token.is(b',')) {
            declaration(text, parameter, found);
        }
    } else {
        declaration(text, statement, found);
    }
}

const NOTHING: Token = Token { kind: TokenKind::DirectiveEnd, range: TextRange { start: 0, end: 0 } };

/// What stands in the parentheses of a `for`, as far as it is read; anything else as it is.
fn inside_loop_head<'tokens>(text: &str, statement: &'tokens [Token]) -> &'tokens [Token] {
    match statement {
        [word, parenthesis, rest @ ..] if word.range.of(text) == "for" && parenthesis.is(b'(') => rest,
        _ => statement,
    }
}

/// Reads `T *a = x, b[3], **c`.
fn declaration<'text>(text: &'text str, tokens: &[Token], found: &mut Vec<Local<'text>>) {
    let is_word = |token: &&Token| token.kind == TokenKind::Word;
    let mut words: Vec<&'text str> = tokens.iter().take_while(is_word).map(|token| token.range.of(text)).collect();
    let words_end = words.len();
    let Some(first) = words.first() else { return };
    if STATEMENT_WORDS.contains(first) {
        return;
    }
    let starts_with_star = tokens.get(words_end).is_some_and(|token| token.is(b'*'));
    // Without a star the last word is the name.
    let mut at = if starts_with_star { words_end } else { words_end - 1 };
    if !starts_with_star {
        words.pop();
    }
    words.retain(|word| !QUALIFIERS.contains(word));
    if words.is_empty() {
        return;
    }
    let type_name = words.join(" ");
    while let Some((local, next)) = declarator(text, tokens, at, &type_name) {
        found.push(local);
        at = next;
    }
}

/// One declarator, and the position behind the comma after it.
fn declarator<'text>(text: &'text str, tokens: &[Token], at: usize, type_name: &str) -> Option<(Local<'text>, usize)> {
    let rest = tokens.get(at..)?;
    let is_star = |token: &&Token| token.is(b'*') || QUALIFIERS.contains(&token.range.of(text));
    let decoration = rest.iter().take_while(is_star).count();
    let stars = rest.iter().take(decoration).filter(|token| token.is(b'*')).count();
    let name = rest.get(decoration).filter(|token| token.kind == TokenKind::Word)?;
    let after = rest.get(decoration + 1);
    let is_array = after.is_some_and(|token| token.is(b'['));
    if after.is_some_and(|token| !token.is(b'[') && !token.is(b'=') && !token.is(b',')) {
        return None;
    }
    let mut depth = 0_usize;
    let comma = rest.iter().position(|token| {
        match token.kind {
            TokenKind::Punctuation(b'(' | b'[' | b'{') => depth += 1,
            TokenKind::Punctuation(b')' | b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth == 0 && token.is(b',')
    });
    let next = comma.map_or(tokens.len(), |comma| at + comma + 1);
    let pointers = stars + usize::from(is_array);
    Some((Local { name: name.range.of(text), type_name: type_name.to_owned(), pointers, is_array }, next))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(text: &str) -> Vec<String> {
        let show = |local: &Local| format!("{} {}{}", local.type_name, "*".repeat(local.pointers), local.name);
        let mut found: Vec<String> = locals(text, TextRange::new(0, text.len())).iter().map(show).collect();
        found.reverse();
        found
    }

    #[test]
    fn declarations_are_read_as_c_has_them() {
        assert_eq!(
            read_all("int n = f(1, 2), *m, k[4]; unsigned long x;"),
            ["int n", "int *m", "int *k", "unsigned long x"]
        );
        assert_eq!(read_all("const char *s = \"a, b\", **t = NULL;"), ["char *s", "char **t"]);
        assert_eq!(read_all("npy_intp dims[2] = {1, 2}, nd = 3;"), ["npy_intp *dims", "npy_intp nd"]);
        assert_eq!(read_all("for (int i = 0; i < n; i++) { double d; }"), ["int i", "double d"]);
    }

    #[test]
    fn parameters_count() {
        let text = "static PyObject *\nf(PyObject *self, PyObject *const *args)\n{\n    int n;\n";
        assert_eq!(read_all(text), ["PyObject *self", "PyObject **args", "int n"]);
    }

    #[test]
    fn statements_declare_nothing() {
        assert_eq!(read_all("return x; n = 3; f(a); goto fail; x->y = 2; a + b; #define A B\n"), Vec::<String>::new());
    }
}
