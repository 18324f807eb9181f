//! Conditions: short-circuit operators become branches.

use numpy_capi_db::callee;
use tree_sitter::Node;

use super::{Lowering, Result};
use crate::flow::ir::{BlockId, Comparison, Condition, Operand, Terminator, VariableId};
use crate::syntax::Kind;

impl<'a> Lowering<'a> {
    /// Lowers a condition: the current block ends, control goes on in `then` or `otherwise`.
    pub(super) fn condition(&mut self, node: Node<'a>, then: BlockId, otherwise: BlockId) -> Result<()> {
        self.nested(|lowering| lowering.condition_of_kind(node, then, otherwise))
    }

    fn condition_of_kind(&mut self, node: Node<'a>, then: BlockId, otherwise: BlockId) -> Result<()> {
        let fields =
            |field: fn(&crate::syntax::Fields) -> Option<std::num::NonZeroU16>| self.grammar.child(node, field);
        match self.kind(node) {
            Kind::ParenthesizedExpression | Kind::ConditionClause => {
                let children = self.children(node);
                match children.as_slice() {
                    [inner] => self.condition(*inner, then, otherwise),
                    _ => self.plain_condition(node, then, otherwise),
                }
            }
            Kind::UnaryExpression if self.operator(node) == "!" => match fields(|fields| fields.argument) {
                Some(argument) => self.condition(argument, otherwise, then),
                None => self.plain_condition(node, then, otherwise),
            },
            Kind::BinaryExpression => {
                let (Some(left), Some(right)) = (fields(|fields| fields.left), fields(|fields| fields.right)) else {
                    return self.plain_condition(node, then, otherwise);
                };
                match self.operator(node) {
                    "&&" | "and" => {
                        let middle = self.new_block();
                        self.condition(left, middle, otherwise)?;
                        self.enter(middle);
                        self.condition(right, then, otherwise)
                    }
                    "||" | "or" => {
                        let middle = self.new_block();
                        self.condition(left, then, middle)?;
                        self.enter(middle);
                        self.condition(right, then, otherwise)
                    }
                    operator => match comparison(operator) {
                        Some(comparison) => self.comparison(node, (left, comparison, right), then, otherwise),
                        None => self.plain_condition(node, then, otherwise),
                    },
                }
            }
            Kind::CommaExpression => match (fields(|fields| fields.left), fields(|fields| fields.right)) {
                (Some(left), Some(right)) => {
                    self.discard(left)?;
                    self.condition(right, then, otherwise)
                }
                _ => self.plain_condition(node, then, otherwise),
            },
            Kind::CallExpression if self.expand_condition(node, then, otherwise)? => Ok(()),
            _ => self.plain_condition(node, then, otherwise),
        }
    }

    fn comparison(
        &mut self,
        node: Node<'a>,
        (left, comparison, right): (Node<'a>, Comparison, Node<'a>),
        then: BlockId,
        otherwise: BlockId,
    ) -> Result<()> {
        let left = self.value(left)?;
        let right = self.value(right)?;
        let key = self.condition_key(node);
        self.branch(left, comparison, right, node, key, then, otherwise);
        Ok(())
    }

    fn plain_condition(&mut self, node: Node<'a>, then: BlockId, otherwise: BlockId) -> Result<()> {
        let operand = self.value(node)?;
        let key = self.condition_key(node);
        self.branch(operand, Comparison::NotEqual, Operand::Integer(0), node, key, then, otherwise);
        Ok(())
    }

    pub(super) fn branch_on_truth(&mut self, operand: Operand, node: Node<'a>, then: BlockId, otherwise: BlockId) {
        self.branch(operand, Comparison::NotEqual, Operand::Integer(0), node, None, then, otherwise);
    }

    /// A branch that no text decides.
    pub(super) fn hidden_branch(&mut self, node: Node<'a>, then: BlockId, otherwise: BlockId) {
        let range = self.range(node);
        let (left, right) = (Operand::Unknown, Operand::Unknown);
        let condition = Condition { left, comparison: Comparison::NotEqual, right, range, key: None, hidden: true };
        self.end_block(Terminator::Branch { condition, then, otherwise });
    }

    #[allow(clippy::too_many_arguments, reason = "The parts of one terminator.")]
    fn branch(
        &mut self,
        left: Operand,
        comparison: Comparison,
        right: Operand,
        node: Node<'a>,
        key: Option<(usize, bool)>,
        then: BlockId,
        otherwise: BlockId,
    ) {
        let condition = Condition { left, comparison, right, range: self.range(node), key, hidden: false };
        self.end_block(Terminator::Branch { condition, then, otherwise });
    }

    /// The key of a condition that would have the same outcome if it were evaluated again, with whether the condition
    /// is the key's text negated. Conditions with effects have none.
    pub(super) fn condition_key(&mut self, node: Node<'a>) -> Option<(usize, bool)> {
        if self.kind(node) == Kind::Identifier {
            // What a variable holds is known without a key.
            return None;
        }
        let mut variables = Vec::new();
        if !self.is_repeatable(node, &mut variables) {
            return None;
        }
        let text: String = self.text(node).chars().filter(|character| !character.is_whitespace()).collect();
        let (text, negated) = match (self.kind(node), self.operator(node)) {
            (Kind::BinaryExpression, "!=") => (text.replacen("!=", "==", 1), true),
            (Kind::BinaryExpression, operator) if comparison(operator).is_some() => (text, false),
            // Truth is "not equal to zero", so that `x` and `x == 0` are one key.
            _ => (format!("{text}==0"), true),
        };
        let text = if text.ends_with("==NULL") { text.replace("==NULL", "==0") } else { text };
        let scope: Vec<String> = variables.iter().map(|variable| variable.0.to_string()).collect();
        Some((self.key(format!("{text}@{}", scope.join(",")), variables), negated))
    }

    /// The text of an expression that gives the same value each time, with the variables it depends on.
    pub(super) fn repeatable_text(&self, node: Node<'a>) -> Option<(String, Vec<VariableId>)> {
        let mut variables = Vec::new();
        let text = self.text(node).trim_matches(['(', ')']).chars().filter(|character| !character.is_whitespace());
        self.is_repeatable(node, &mut variables).then(|| (text.collect(), variables))
    }

    /// The key of the condition that an operand equals a label.
    pub(super) fn equality_key(&mut self, operand: &str, label: &str, variables: Vec<VariableId>) -> usize {
        let scope: Vec<String> = variables.iter().map(|variable| variable.0.to_string()).collect();
        self.key(format!("{operand}=={label}@{}", scope.join(",")), variables)
    }

    /// Whether evaluating an expression twice gives the same value as long as `variables` keep theirs.
    fn is_repeatable(&self, node: Node<'a>, variables: &mut Vec<VariableId>) -> bool {
        match self.kind(node) {
            Kind::AssignmentExpression | Kind::UpdateExpression | Kind::LambdaExpression | Kind::NewExpression => false,
            Kind::Identifier => {
                if let Some(Some(variable)) = self.lookup(self.text(node)) {
                    variables.push(variable);
                }
                true
            }
            Kind::CallExpression if !self.is_pure_call(node) => false,
            Kind::FieldExpression => {
                // A store to the field changes it, as well as another base.
                let base = self.grammar.child(node, |fields| fields.argument);
                let is_repeatable = base.is_some_and(|base| self.is_repeatable(base, variables));
                variables.extend(variables.last().and_then(|base| self.known_path(node, *base)));
                is_repeatable
            }
            _ => self.children(node).into_iter().all(|child| self.is_repeatable(child, variables)),
        }
    }

    /// Whether a call only looks at its arguments: a predicate or accessor of the database that cannot fail.
    fn is_pure_call(&self, node: Node<'a>) -> bool {
        let Some(function) = self.grammar.child(node, |fields| fields.function) else { return false };
        callee(self.text(function)).is_some_and(|symbol| {
            !symbol.can_fail()
                && !symbol.runs_python
                && symbol.error_indicator.is_none()
                && symbol.params.iter().all(|param| {
                    matches!(param.ownership, numpy_capi_db::Ownership::None | numpy_capi_db::Ownership::Borrowed)
                })
        })
    }

    pub(super) fn operator(&self, node: Node<'a>) -> &'a str {
        self.grammar.child(node, |fields| fields.operator).map_or("", |operator| self.text(operator))
    }
}

fn comparison(operator: &str) -> Option<Comparison> {
    Some(match operator {
        "==" => Comparison::Equal,
        "!=" | "not_eq" => Comparison::NotEqual,
        "<" => Comparison::Less,
        "<=" => Comparison::LessOrEqual,
        ">" => Comparison::Greater,
        ">=" => Comparison::GreaterOrEqual,
        _ => return None,
    })
}
