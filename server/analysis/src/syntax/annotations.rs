//! What a file says of its functions in words: attributes and comments on ownership.

use std::collections::HashMap;

use tree_sitter::Node;

use super::clauses::position;
use super::grammar::{Kind, named_children};
use super::scan::{Scanner, Token, TokenKind};
use super::source_file::SourceFile;
use crate::text::TextRange;

/// Texts without any of these words have no annotations.
const MARKS: [&str; 4] = ["NPY_STEALS_REF_TO_ARG", "NPY_RETURNS_BORROWED_REF", "cpychecker_", COMMENT_MARK];

/// Begins every comment that is meant for this program: what a function does, which findings it silences.
pub const COMMENT_MARK: &str = "numpy-capi:";

/// What is said of one function.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Annotation {
    /// Whether its result is a new reference (`true`) or a borrowed one (`false`).
    pub is_result_new: Option<bool>,
    /// The arguments, by position from 0, that it steals (`true`) or only borrows (`false`).
    pub arguments: Vec<(usize, bool)>,
}

impl Annotation {
    /// Takes in what another place says of the same function; it wins.
    pub(crate) fn add(&mut self, other: &Self) {
        self.is_result_new = other.is_result_new.or(self.is_result_new);
        self.arguments.retain(|(position, _)| other.arguments.iter().all(|(said, _)| said != position));
        self.arguments.extend(&other.arguments);
    }
}

/// The annotations of a file, by the name of the function. They stand in its declaration or definition, or in a comment
/// right before it.
pub fn annotations(file: &SourceFile) -> HashMap<&str, Annotation> {
    let mut found = HashMap::new();
    if MARKS.iter().any(|mark| file.text().contains(mark))
        && let Some(root) = file.root()
    {
        collect(file, root, &mut found);
    }
    found
}

fn collect<'file>(file: &'file SourceFile, node: Node<'file>, found: &mut HashMap<&'file str, Annotation>) {
    let mut start = node.start_byte();
    for child in named_children(file.grammar(), node) {
        match file.grammar().kind(child) {
            Kind::Declaration | Kind::FunctionDefinition => {
                if let Some((name, annotation)) = annotated(file, child, start) {
                    found.entry(name).or_default().add(&annotation);
                }
            }
            Kind::ExpressionStatement => {}
            _ => collect(file, child, found),
        }
        start = child.end_byte();
    }
}

/// The annotation of a declaration, with all that stands between it and what comes before.
fn annotated<'file>(file: &'file SourceFile, node: Node<'file>, start: usize) -> Option<(&'file str, Annotation)> {
    let grammar = file.grammar();
    let mut declarator = grammar.child(node, |fields| fields.declarator)?;
    while grammar.kind(declarator) != Kind::FunctionDeclarator {
        declarator = grammar.child(declarator, |fields| fields.declarator)?;
    }
    let name = grammar.child(declarator, |fields| fields.declarator)?;
    let end = grammar.child(node, |fields| fields.body).map_or(node.end_byte(), |body| body.start_byte());
    let parameters = grammar.child(declarator, |fields| fields.parameters);
    let names: Vec<&str> = parameters
        .map(|list| named_children(grammar, list))
        .unwrap_or_default()
        .into_iter()
        .map(|parameter| last_word(file.text_of(parameter)))
        .collect();
    let annotation = read(TextRange::new(start, end).of(file.text()), &names);
    (annotation != Annotation::default()).then(|| (file.text_of(name), annotation))
}

fn last_word(text: &str) -> &str {
    let head = text.split('[').next().unwrap_or_default().trim_end_matches([')', ' ']);
    head.rsplit(|character: char| !(character.is_alphanumeric() || character == '_')).next().unwrap_or_default()
}

/// The annotation in the text before and around a declaration.
fn read(text: &str, parameters: &[&str]) -> Annotation {
    let mut annotation = Annotation::default();
    let tokens: Vec<Token> = Scanner::new(text.as_bytes()).collect();
    let words = |token: &Token| text.get(token.start..token.end).unwrap_or_default();
    for (at, token) in tokens.iter().enumerate() {
        match (token.kind, words(token)) {
            (TokenKind::Word, "NPY_RETURNS_BORROWED_REF" | "cpychecker_returns_borrowed_ref") => {
                annotation.is_result_new = Some(false);
            }
            (TokenKind::Word, "NPY_STEALS_REF_TO_ARG" | "cpychecker_steals_reference_to_arg") => {
                let argument = tokens.get(at + 2).map(words).and_then(position);
                annotation.arguments.extend(argument.map(|position| (position, true)));
            }
            (TokenKind::Comment, comment) => comment_says(comment, parameters, &mut annotation),
            _ => {}
        }
    }
    annotation
}

/// `numpy-capi: returns borrowed; steals descr, 2; borrows op`.
fn comment_says(comment: &str, parameters: &[&str], annotation: &mut Annotation) {
    let Some(said) = comment.trim_matches(['/', '*', ' ', '\n', '\r', '\t']).strip_prefix(COMMENT_MARK) else { return };
    for clause in said.split(';') {
        // A comment may be one on findings; what is no clause is not for here.
        let _ = annotation.read_clause(clause.trim(), parameters);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::Language;

    type Said = (String, Option<bool>, Vec<(usize, bool)>);

    fn of(text: &str) -> Vec<Said> {
        let file = SourceFile::new(text, Language::C);
        let mut found: Vec<Said> = annotations(&file)
            .into_iter()
            .map(|(name, said)| (name.to_owned(), said.is_result_new, said.arguments))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn reads_macros_attributes_and_comments() {
        let stolen = vec![(1, true)];
        assert_eq!(
            of("int x;\nNPY_RETURNS_BORROWED_REF NPY_STEALS_REF_TO_ARG(2) PyObject *\nf(PyObject *a, PyObject *b);\n"),
            [("f".to_owned(), Some(false), stolen.clone())]
        );
        assert_eq!(
            of("PyObject *f(PyObject *a, PyObject *b)\n    __attribute__((cpychecker_steals_reference_to_arg(2)));\n"),
            [("f".to_owned(), None, stolen.clone())]
        );
        assert_eq!(
            of(
                "/* numpy-capi: returns new; steals b; borrows 1 */\nstatic PyObject *f(PyObject *a, PyObject *b[2]) {}"
            ),
            [("f".to_owned(), Some(true), vec![(1, true), (0, false)])]
        );
    }

    #[test]
    fn no_function_has_that_many_arguments() {
        let far =
            "NPY_STEALS_REF_TO_ARG(99999999999) int f(int);\n/* numpy-capi: steals 0, 99999999999 */\nint g(int);\n";
        assert_eq!(of(far), []);
    }

    #[test]
    fn a_comment_belongs_to_the_next_declaration_only() {
        let found = of("// numpy-capi: returns borrowed\nPyObject *f(void);\nPyObject *g(void);\n");
        assert_eq!(found, [("f".to_owned(), Some(false), Vec::new())]);
    }
}
