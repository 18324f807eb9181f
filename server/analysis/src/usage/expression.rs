//! The types of expressions, where the text shows them.

use numpy_capi_db::symbol;
use tree_sitter::Node;

use super::Scope;
use super::c_type::CType;
use crate::syntax::{Kind, named_children};

/// How deep an expression is read; deeper ones are generated.
const DEPTH_LIMIT: usize = 32;

impl<'a> Scope<'a, '_> {
    /// The type of an expression; `None` where the text does not show it.
    pub(crate) fn type_of(&self, node: Node<'a>) -> Option<CType<'a>> {
        self.typed(node, DEPTH_LIMIT)
    }

    fn typed(&self, node: Node<'a>, depth: usize) -> Option<CType<'a>> {
        let depth = depth.checked_sub(1)?;
        let grammar = self.file.grammar();
        match self.kind(node) {
            Kind::Identifier => self.variable_type(node),
            Kind::ParenthesizedExpression => match named_children(grammar, node).as_slice() {
                [inner] => self.typed(*inner, depth),
                _ => None,
            },
            Kind::CastExpression => Some(CType::parse(self.text(grammar.child(node, |fields| fields.type_)?))),
            Kind::PointerExpression => {
                let inner = self.typed(grammar.child(node, |fields| fields.argument)?, depth)?;
                if self.text(node).starts_with('&') { Some(inner.address()) } else { inner.pointed_to() }
            }
            Kind::SubscriptExpression => {
                self.typed(grammar.child(node, |fields| fields.argument)?, depth)?.pointed_to()
            }
            Kind::FieldExpression => self.member(node, depth),
            Kind::AssignmentExpression => self.typed(grammar.child(node, |fields| fields.left)?, depth),
            Kind::ConditionalExpression => {
                let first = self.typed(grammar.child(node, |fields| fields.consequence)?, depth)?;
                let second = self.typed(grammar.child(node, |fields| fields.alternative)?, depth)?;
                (first == second).then_some(first)
            }
            Kind::BinaryExpression => self.moved_pointer(node, depth),
            Kind::CallExpression => {
                let callee = self.text(grammar.child(node, |fields| fields.function)?);
                // Which release compiles it decides about a type that has changed.
                let result = symbol(callee).filter(|known| known.earlier_result.is_empty())?.result_type;
                (!result.is_empty() && result != "void").then(|| CType::parse(result.as_str()))
            }
            Kind::StringLiteral | Kind::ConcatenatedString => Some(CType::parse("char *")),
            _ => None,
        }
    }

    /// The type of a pointer plus or minus a number of elements.
    fn moved_pointer(&self, node: Node<'a>, depth: usize) -> Option<CType<'a>> {
        let grammar = self.file.grammar();
        let operator = self.text(grammar.child(node, |fields| fields.operator)?);
        let left = self.typed(grammar.child(node, |fields| fields.left)?, depth)?;
        let right = self.typed(grammar.child(node, |fields| fields.right)?, depth);
        let is_moved =
            matches!(operator, "+" | "-") && left.pointers > 0 && right.is_none_or(|right| right.pointers == 0);
        is_moved.then_some(CType { is_array: false, ..left })
    }

    /// The type of a variable; `None` where it is declared twice, as in two arms of `#if`.
    fn variable_type(&self, node: Node<'a>) -> Option<CType<'a>> {
        let known = self.variable(self.text(node), node.start_byte())?;
        let usages = self.function.into_iter().chain([self.outline]);
        let mut others = usages.flat_map(|usage| &usage.variables).filter(|other| {
            other.name == known.name && other.visible.end == known.visible.end && other.node.id() != known.node.id()
        });
        others.all(|other| other.c_type == known.c_type).then(|| known.c_type.clone())
    }

    fn member(&self, node: Node<'a>, depth: usize) -> Option<CType<'a>> {
        let grammar = self.file.grammar();
        let receiver = self.typed(grammar.child(node, |fields| fields.argument)?, depth)?;
        let field = self.text(grammar.child(node, |fields| fields.field)?);
        let owner = receiver.name.strip_prefix("struct ").unwrap_or(&receiver.name);
        if let Some(structure) = self.structure(owner) {
            return structure.fields.iter().find(|known| known.name == field).map(|known| known.c_type.clone());
        }
        // A member that has changed can have had another type in an older release.
        let entry = symbol(&format!("{owner}.{field}")).filter(|entry| entry.changed.is_empty())?;
        (!entry.result_type.is_empty() && !entry.callable).then(|| CType::parse(entry.result_type.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::{of_file, of_function};
    use super::*;
    use crate::syntax::{Language, SourceFile, functions};

    /// The types of the arguments of every call of `type_of_these`.
    fn types(text: &str) -> Vec<Option<String>> {
        let file = SourceFile::new(text, Language::C);
        let outline = of_file(&file);
        let mut found = Vec::new();
        for function in functions(&file) {
            let usage = of_function(&file, &outline, &function);
            let scope = Scope { file: &file, outline: &outline, function: Some(&usage) };
            for call in usage.calls.iter().filter(|call| call.name == "type_of_these") {
                found.extend(call.arguments.iter().map(|node| scope.type_of(*node).map(|c_type| c_type.to_string())));
            }
        }
        found
    }

    #[test]
    fn types_follow_declarations() {
        let text = "typedef struct { double w[3]; struct part *next; } Thing;\n\
                    struct part { unsigned long n; };\n\
                    static int total;\n\
                    void f(Thing *self, PyObject *args) {\n\
                        long unsigned k; char *names[4]; double (*callback)(int);\n\
                        type_of_these(&k, names, &self->next->n, self->w[0], (npy_intp)k, &total, other, PyList_New(0), names + 1, k ? k : k, k = 1, k + 1);\n\
                    }\n";
        let expected = [
            Some("unsigned long *"),
            Some("char *[]"),
            Some("unsigned long *"),
            Some("double"),
            Some("npy_intp"),
            Some("int *"),
            None,
            Some("PyObject *"),
            Some("char **"),
            Some("unsigned long"),
            Some("unsigned long"),
            None,
        ];
        assert_eq!(types(text), expected.map(|known| known.map(str::to_owned)));
    }
}
