//! Elements of arrays: `ops[0]`, `ops[i]` and `*out` are paths as long as their index stays what it is.

use tree_sitter::Node;

use super::Lowering;
use crate::flow::ir::{Element, Operand, VariableId, VariableKind};
use crate::syntax::Kind;

impl<'a> Lowering<'a> {
    /// The element that a subscript names.
    pub(super) fn element(&mut self, node: Node<'a>, base: &Operand, indices: &[Node<'a>]) -> Operand {
        let [index] = indices else { return Operand::Unknown };
        let mut index_variables = Vec::new();
        if !self.is_stable(*index, &mut index_variables) {
            return Operand::Unknown;
        }
        self.element_path(node, base, Element { index: self.constant(*index), index_variables })
    }

    /// What `*pointer` stands for.
    pub(super) fn pointee(&mut self, node: Node<'a>, base: &Operand) -> Operand {
        self.element_path(node, base, Element { index: Some(0), index_variables: Vec::new() })
    }

    fn element_path(&mut self, node: Node<'a>, base: &Operand, element: Element) -> Operand {
        let Operand::Variable(base) = *base else { return Operand::Unknown };
        if self.flow.variables[base.index()].kind == VariableKind::Temporary {
            return Operand::Unknown;
        }
        // Another variable of the same name is another index.
        let scope = element.index_variables.iter().map(|variable| format!(",{}", variable.0)).collect::<String>();
        let path = self.path_in_scope(node, base, &scope);
        self.flow.elements.insert(path, element);
        Operand::Variable(path)
    }

    /// Whether an index has the same value each time as long as the variables in it keep theirs.
    fn is_stable(&self, node: Node<'a>, variables: &mut Vec<VariableId>) -> bool {
        match self.kind(node) {
            Kind::NumberLiteral => true,
            Kind::Identifier => match self.lookup(self.text(node)) {
                Some(Some(variable)) => {
                    variables.push(variable);
                    true
                }
                Some(None) => false,
                None => self.constant(node).is_some(),
            },
            Kind::ParenthesizedExpression | Kind::BinaryExpression => {
                self.children(node).into_iter().all(|child| self.is_stable(child, variables))
            }
            _ => false,
        }
    }
}
