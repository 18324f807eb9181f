//! Declared variables and structs with their types.

use std::ops::Range;

use tree_sitter::Node;

use super::Walk;
use super::c_type::CType;
use super::table::Table;
use crate::syntax::{Declarator, Kind, named_children};

/// A declared variable.
#[derive(Clone, Debug)]
pub(crate) struct Variable<'a> {
    /// Its name.
    pub name: &'a str,
    /// The identifier in its declaration.
    pub node: Node<'a>,
    /// Its type.
    pub c_type: CType<'a>,
    /// The bytes of the text in which the name means this variable.
    pub visible: Range<usize>,
    /// Whether it is a parameter of the function.
    pub is_parameter: bool,
    /// Whether its storage outlives the block.
    pub is_static: bool,
    /// Whether it is a C++ reference to something else.
    pub is_reference: bool,
    /// The text between the brackets of its first array declarator; empty where there is none.
    pub length: &'a str,
    /// What it is initialised with.
    pub initialiser: Option<Node<'a>>,
}

/// A struct that the file defines.
#[derive(Clone, Debug)]
pub(crate) struct Struct<'a> {
    /// Its tag as `struct tag`'s tag, and its `typedef` names.
    pub names: Vec<&'a str>,
    /// Its members with names, in order.
    pub fields: Vec<Field<'a>>,
    /// Whether it begins as Python's objects do.
    pub is_object: bool,
}

/// A member of a struct.
#[derive(Clone, Debug)]
pub(crate) struct Field<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its type.
    pub c_type: CType<'a>,
}

/// Storage that does not end with the block.
const LASTING: [&str; 5] = ["static", "extern", "thread_local", "_Thread_local", "__thread"];

/// What stands at the beginning of a Python object's struct.
const OBJECT_HEADS: [&str; 3] = ["PyObject_HEAD", "PyObject_VAR_HEAD", "PyObject ob_base"];

impl<'a> Walk<'a, '_> {
    pub(super) fn declaration(&mut self, node: Node<'a>, kind: Kind) {
        let Some(type_node) = self.grammar.child(node, |fields| fields.type_) else { return };
        let type_text = self.text(type_node);
        let children = named_children(self.grammar, node);
        let is_static = children
            .iter()
            .any(|child| self.grammar.kind(*child) == Kind::StorageClass && LASTING.contains(&self.text(*child)));
        for child in children {
            if child.id() == type_node.id() {
                continue;
            }
            let Some(declared) = Declarator::of(self.grammar, child) else { continue };
            if declared.is_function && declared.stars + declared.arrays == 0 {
                continue;
            }
            let initialiser = match self.grammar.kind(child) {
                Kind::InitDeclarator => self.grammar.child(child, |fields| fields.value),
                _ => None,
            };
            let c_type = applied(&declared, CType::named(type_text));
            if let Some(list) = initialiser.filter(|value| self.grammar.kind(*value) == Kind::InitializerList) {
                self.usage.tables.push(Table::new(self.file, type_node, declared.name, list));
            }
            self.usage.variables.push(Variable {
                name: self.text(declared.name),
                node: declared.name,
                c_type,
                visible: declared.name.start_byte()..self.block_end(),
                is_parameter: kind == Kind::ParameterDeclaration,
                is_static,
                is_reference: declared.is_reference,
                length: declared.length.map_or("", |length| self.text(length)),
                initialiser,
            });
        }
    }

    /// A `typedef` of a type that is no struct.
    pub(super) fn alias(&mut self, node: Node<'a>) {
        let Some(type_node) = self.grammar.child(node, |fields| fields.type_) else { return };
        if !matches!(self.grammar.kind(type_node), Kind::TypeIdentifier | Kind::PrimitiveType | Kind::SizedType) {
            return;
        }
        for child in named_children(self.grammar, node) {
            if child.id() != type_node.id() && self.grammar.kind(child) == Kind::TypeIdentifier {
                self.usage.aliases.push((self.text(child), CType::named(self.text(type_node))));
            }
        }
    }

    pub(super) fn structure(&mut self, node: Node<'a>) {
        let Some(body) = self.grammar.child(node, |fields| fields.body) else { return };
        let tag = self.grammar.child(node, |fields| fields.name).map(|name| self.text(name));
        let mut names: Vec<&'a str> = tag.into_iter().collect();
        if let Some(definition) = node.parent().filter(|parent| self.grammar.kind(*parent) == Kind::TypeDefinition) {
            let declarators = named_children(self.grammar, definition);
            let aliases = declarators.into_iter().filter(|child| self.grammar.kind(*child) == Kind::TypeIdentifier);
            names.extend(aliases.map(|alias| self.text(alias)));
        }
        let mut fields = Vec::new();
        for member in named_children(self.grammar, body) {
            let Some(type_node) = self.grammar.child(member, |fields| fields.type_) else { continue };
            for child in named_children(self.grammar, member) {
                if child.id() != type_node.id()
                    && let Some(declared) = Declarator::of(self.grammar, child)
                {
                    let c_type = applied(&declared, CType::named(self.text(type_node)));
                    fields.push(Field { name: self.text(declared.name), c_type });
                }
            }
        }
        let is_object = OBJECT_HEADS.iter().any(|head| self.text(body).contains(head));
        self.usage.structs.push(Struct { names, fields, is_object });
    }
}

/// A type with what a declarator makes of it.
fn applied<'a>(declared: &Declarator<'_>, base: CType<'a>) -> CType<'a> {
    let pointers = base.pointers + declared.stars + declared.arrays;
    CType { pointers, is_array: declared.arrays > 0, ..base }
}
