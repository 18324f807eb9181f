//! The function definitions of a file.

use tree_sitter::Node;

use super::SourceFile;
use super::grammar::{Kind, named_children};
use crate::text::TextRange;

/// A function definition.
#[derive(Clone, Debug)]
pub struct Function<'file> {
    /// Its name; qualified in C++ as written.
    pub name: &'file str,
    /// The whole definition.
    pub range: TextRange,
    /// The definition's node.
    pub node: Node<'file>,
    /// The declarator with name and parameters.
    pub declarator: Node<'file>,
    /// The braces and what is between them.
    pub body: Node<'file>,
}

/// Every function definition, in the order of the text; definitions inside classes, namespaces and `#if` arms count,
/// lambdas do not.
pub fn functions(file: &SourceFile) -> Vec<Function<'_>> {
    let mut found = Vec::new();
    if let Some(root) = file.root() {
        collect(file, root, &mut found);
    }
    found
}

/// The function definition that holds a range; the outermost one.
pub fn function_at(file: &SourceFile, range: TextRange) -> Option<Function<'_>> {
    let mut node = file.root()?.descendant_for_byte_range(range.start, range.end)?;
    let mut found = None;
    loop {
        if file.grammar().kind(node) == Kind::FunctionDefinition {
            found = function(file, node).or(found);
        }
        match node.parent() {
            Some(parent) => node = parent,
            None => return found,
        }
    }
}

fn collect<'file>(file: &'file SourceFile, node: Node<'file>, found: &mut Vec<Function<'file>>) {
    let grammar = file.grammar();
    for child in named_children(grammar, node) {
        match grammar.kind(child) {
            Kind::FunctionDefinition => found.extend(function(file, child)),
            // Expressions and declarations of variables hold no definitions.
            Kind::Declaration | Kind::ExpressionStatement | Kind::PreprocDef | Kind::PreprocFunctionDef => {}
            _ => collect(file, child, found),
        }
    }
}

fn function<'file>(file: &'file SourceFile, node: Node<'file>) -> Option<Function<'file>> {
    let grammar = file.grammar();
    let body = grammar.child(node, |fields| fields.body)?;
    let mut declarator = grammar.child(node, |fields| fields.declarator)?;
    while grammar.kind(declarator) != Kind::FunctionDeclarator {
        declarator = inner_declarator(file, declarator)?;
    }
    let name = grammar.child(declarator, |fields| fields.declarator)?;
    let range = TextRange::from(node.byte_range());
    let is_macro = grammar.child(node, |fields| fields.type_).is_none() && is_shouted(file.text_of(name));
    // `INIT(module) {`: which function it is stands in the parentheses.
    let name = file.text_of(if is_macro { declarator } else { name });
    Some(Function { name, range, node, declarator, body })
}

/// Whether a name is written as macros are.
fn is_shouted(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

/// The declarator inside a pointer, reference or parenthesised declarator.
fn inner_declarator<'file>(file: &'file SourceFile, node: Node<'file>) -> Option<Node<'file>> {
    let grammar = file.grammar();
    grammar.child(node, |fields| fields.declarator).or_else(|| {
        let wraps = matches!(grammar.kind(node), Kind::ParenthesizedDeclarator | Kind::ReferenceDeclarator);
        named_children(grammar, node).into_iter().next().filter(|_| wraps)
    })
}
