//! What a declarator declares: `*name`, `name[4]`, `(*name)(int)`.

use tree_sitter::Node;

use super::grammar::{Grammar, Kind, named_children};

/// What a declarator makes of a type.
#[derive(Clone, Copy, Debug)]
pub struct Declarator<'a> {
    /// The declared name.
    pub name: Node<'a>,
    /// The number of `*` before it.
    pub stars: usize,
    /// The number of array brackets behind it.
    pub arrays: usize,
    /// Whether a list of parameters stands behind it.
    pub is_function: bool,
    /// Whether it declares a reference of C++.
    pub is_reference: bool,
    /// What is between the first brackets behind the name.
    pub length: Option<Node<'a>>,
}

impl<'a> Declarator<'a> {
    /// Reads through pointers, arrays and parentheses to the declared name; `None` where there is none.
    pub fn of(grammar: &Grammar, declarator: Node<'a>) -> Option<Self> {
        let mut read =
            Self { name: declarator, stars: 0, arrays: 0, is_function: false, is_reference: false, length: None };
        loop {
            match grammar.kind(read.name) {
                Kind::Identifier | Kind::FieldIdentifier => return Some(read),
                Kind::PointerDeclarator => read.stars += 1,
                Kind::ArrayDeclarator => {
                    read.arrays += 1;
                    read.length = named_children(grammar, read.name).into_iter().nth(1);
                }
                Kind::FunctionDeclarator => read.is_function = true,
                Kind::ReferenceDeclarator => read.is_reference = true,
                Kind::InitDeclarator | Kind::ParenthesizedDeclarator => {}
                _ => return None,
            }
            let inner = grammar.child(read.name, |fields| fields.declarator);
            read.name = inner.or_else(|| named_children(grammar, read.name).into_iter().next())?;
        }
    }
}
