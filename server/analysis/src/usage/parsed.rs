//! Arrays that come from the arguments of a call by Python: `PyArg_ParseTuple(args, "O!", &PyArray_Type, &array)`.

use numpy_capi_db::Format;
use tree_sitter::Node;

use super::{Call, Scope, Variable};
use crate::syntax::{Kind, named_children};

impl<'a, 'u> Scope<'a, 'u> {
    /// The local variables that the function gets arrays of any type and layout in, and never changes.
    pub(crate) fn parsed_arrays(&self) -> Vec<&'u Variable<'a>> {
        let Some(usage) = self.function else { return Vec::new() };
        let parses = |call: &&Call<'a>| {
            call.symbol.is_some_and(|symbol| symbol.params.iter().any(|param| param.format == Some(Format::Parse)))
        };
        let pairs = usage.calls.iter().filter(parses).flat_map(|call| call.arguments.windows(2));
        let arrays = pairs.filter_map(|pair| match pair {
            [expected, target] if self.text(self.without_casts(*expected)) == "&PyArray_Type" => {
                let target = self.without_casts(*target);
                let target = Some(target).filter(|target| self.kind(*target) == Kind::PointerExpression)?;
                self.variable_of(self.file.grammar().child(target, |fields| fields.argument)?)
            }
            _ => None,
        });
        let is_unchanged = |array: &&Variable<'a>| {
            let is_array = |node: Node<'a>| self.is_variable(node, array);
            usage.variables.iter().any(|known| known.node.id() == array.node.id())
                && usage.addressed.iter().filter(|node| is_array(**node)).count() == 1
                && !usage.assignments.iter().any(|assignment| {
                    is_array(assignment.target) && assignment.value.is_none_or(|value| !self.is_null(value))
                })
        };
        arrays.filter(is_unchanged).collect()
    }

    /// Whether an array goes only into calls that a test accepts, besides being tested for NULL and its address taken.
    pub(crate) fn is_only_used(
        &self,
        array: &Variable<'a>,
        within: Node<'a>,
        accepts: impl Fn(&Call<'a>) -> bool,
    ) -> bool {
        self.all_of(within, |node| {
            let is_use =
                self.kind(node) == Kind::Identifier && node.id() != array.node.id() && self.is_variable(node, array);
            !is_use || self.is_accepted(node, &accepts)
        })
    }

    fn is_accepted(&self, mention: Node<'a>, accepts: impl Fn(&Call<'a>) -> bool) -> bool {
        let mut node = mention;
        while let Some(parent) = node.parent() {
            match self.kind(parent) {
                Kind::ParenthesizedExpression | Kind::CastExpression => node = parent,
                Kind::ArgumentList => {
                    return parent.parent().and_then(|call| self.call_at(call)).is_some_and(accepts);
                }
                Kind::BinaryExpression => {
                    let sides = named_children(self.file.grammar(), parent);
                    return sides.iter().any(|side| self.is_null(*side));
                }
                Kind::UnaryExpression | Kind::IfStatement => return true,
                Kind::PointerExpression => return self.text(parent).starts_with('&'),
                // The assignment of NULL, since no other is there.
                Kind::AssignmentExpression => {
                    let target = self.file.grammar().child(parent, |fields| fields.left);
                    return target.is_some_and(|target| target.id() == node.id());
                }
                _ => return false,
            }
        }
        false
    }

    /// Whether all nodes below one pass a test.
    pub(crate) fn all_of(&self, root: Node<'a>, mut test: impl FnMut(Node<'a>) -> bool) -> bool {
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            if !test(node) {
                return false;
            }
            open.extend(named_children(self.file.grammar(), node));
        }
        true
    }
}
