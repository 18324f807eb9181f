//! Local arrays of pointers: `PyObject *ops[3]` whose elements are named by constants are variables of the function.
//!
//! Where the array is used as a whole, all elements are given up. An array that is indexed by anything but constants is
//! not followed.

use std::collections::BTreeMap;

use tree_sitter::Node;

use super::{Lowering, Result};
use crate::flow::ir::{InstructionKind, Operand, Variable, VariableId, VariableKind};
use crate::syntax::{Declarator, Kind};
use crate::text::TextRange;

/// The elements of a local array by their index.
pub(super) type Elements = BTreeMap<usize, VariableId>;

/// More elements than this are data rather than variables.
const ELEMENT_LIMIT: usize = 32;

impl<'a> Lowering<'a> {
    /// Declares the elements of a local array of pointers that the function names by constants. `false` where the
    /// array is not one to follow.
    pub(super) fn declare_elements(
        &mut self,
        declared: &Declarator<'a>,
        array: VariableId,
        value: Option<Node<'a>>,
        type_text: &str,
    ) -> Result<bool> {
        if declared.arrays == 0 || declared.stars == 0 || declared.is_function {
            return Ok(false);
        }
        let name = self.text(declared.name);
        let mut indices = Vec::new();
        let Some(body) = self.body else { return Ok(false) };
        if !self.is_used_by_element(body, name, &mut indices) || indices.is_empty() {
            return Ok(false);
        }
        indices.sort_unstable();
        indices.dedup();
        let range = self.range(declared.name);
        let mut elements = Elements::new();
        for index in indices {
            let element = self.new_variable(Variable {
                name: format!("{name}[{index}]"),
                kind: VariableKind::Local,
                is_pointer: true,
                range,
                base: Some(array),
                type_text: type_text.to_owned(),
                parameter_index: None,
            });
            elements.insert(index, element);
        }
        self.initialise(&elements, value, range)?;
        self.arrays.insert(array, elements);
        Ok(true)
    }

    fn initialise(&mut self, elements: &Elements, value: Option<Node<'a>>, range: TextRange) -> Result<()> {
        let values = match value {
            Some(list) if self.kind(list) == Kind::InitializerList => self.children(list),
            _ => Vec::new(),
        };
        // `[0] = x` and strings do not say by their position what they set.
        let is_plain = value.is_some() && values.iter().all(|value| self.kind(*value) != Kind::Other);
        let mut sources = Vec::with_capacity(values.len());
        for value in values {
            sources.push(self.value(value)?);
        }
        for (index, source) in sources.iter().enumerate() {
            if !elements.contains_key(&index) {
                self.emit(range, InstructionKind::Escape(source.clone()));
            }
        }
        for (index, &element) in elements {
            let source = sources.get(*index).cloned();
            let kind = match source {
                _ if !is_plain => InstructionKind::Forget(element),
                Some(source) => InstructionKind::Assign { target: element, source },
                None => InstructionKind::Assign { target: element, source: Operand::Null },
            };
            self.emit(range, kind);
        }
        Ok(())
    }

    /// The variable that a subscript with a constant index names.
    pub(super) fn local_element(&self, node: Node<'a>) -> Option<VariableId> {
        let array = self.grammar.child(node, |fields| fields.argument)?;
        if self.kind(array) != Kind::Identifier {
            return None;
        }
        let variable = self.lookup(self.text(array))??;
        self.arrays.get(&variable)?.get(&self.constant_index(node)?).copied()
    }

    /// The index of a subscript that names one element for certain.
    fn constant_index(&self, node: Node<'a>) -> Option<usize> {
        let [index] = self.indices(node)[..] else { return None };
        usize::try_from(self.constant(index)?).ok().filter(|index| *index < ELEMENT_LIMIT)
    }

    /// The indices of a subscript.
    pub(super) fn indices(&self, node: Node<'a>) -> Vec<Node<'a>> {
        let indices: Vec<Node<'a>> = self.children(node).into_iter().skip(1).collect();
        match indices.as_slice() {
            [list] if self.kind(*list) == Kind::SubscriptArgumentList => self.children(*list),
            _ => indices,
        }
    }

    /// An array goes where its elements can be looked at and changed.
    pub(super) fn give_up_elements(&mut self, array: VariableId, range: TextRange) {
        let elements: Vec<VariableId> = self.arrays.get(&array).into_iter().flatten().map(|(_, id)| *id).collect();
        for element in elements {
            self.emit(range, InstructionKind::Forget(element));
        }
    }

    /// From the address of an element the others can be reached.
    pub(super) fn give_up_neighbours(&mut self, element: VariableId, range: TextRange) {
        let array = self.flow.variables[element.index()].base.filter(|base| self.arrays.contains_key(base));
        let neighbours: Vec<VariableId> = array
            .and_then(|array| self.arrays.get(&array))
            .into_iter()
            .flatten()
            .map(|(_, id)| *id)
            .filter(|id| *id != element)
            .collect();
        for neighbour in neighbours {
            self.emit(range, InstructionKind::Forget(neighbour));
        }
    }

    /// Whether every use of an array is a constant subscript or an argument of a call; collects the indices.
    fn is_used_by_element(&self, node: Node<'a>, name: &str, indices: &mut Vec<usize>) -> bool {
        for child in self.children(node) {
            let is_fine = match self.kind(child) {
                Kind::Identifier if self.text(child) == name => match self.kind(node) {
                    Kind::SubscriptExpression => match self.constant_index(node) {
                        Some(index) => {
                            indices.push(index);
                            true
                        }
                        // A loop over the elements may release them all, and may run no turn as far as is known.
                        None => false,
                    },
                    Kind::ArrayDeclarator | Kind::ArgumentList | Kind::SizeofExpression => true,
                    Kind::ParenthesizedExpression => {
                        node.parent().is_some_and(|parent| self.kind(parent) == Kind::SizeofExpression)
                    }
                    _ => false,
                },
                _ => self.is_used_by_element(child, name, indices),
            };
            if !is_fine {
                return false;
            }
        }
        true
    }
}
