//! Expressions: evaluated for their effects, reduced to an operand.

use numpy_capi_db::{callee, slot, symbol};
use tree_sitter::Node;

use super::{Lowering, Result};
use crate::flow::ir::{Argument, Callee, InstructionKind, Operand, VariableId, VariableKind};
use crate::syntax::Kind;

/// Operators of C++ that look like calls of templates and hand their argument through.
const CAST_TEMPLATES: &[&str] = &["static_cast", "reinterpret_cast", "const_cast", "dynamic_cast"];

impl<'a> Lowering<'a> {
    /// Evaluates an expression.
    pub(super) fn value(&mut self, node: Node<'a>) -> Result<Operand> {
        self.nested(|lowering| lowering.value_of_kind(node))
    }

    fn value_of_kind(&mut self, node: Node<'a>) -> Result<Operand> {
        match self.kind(node) {
            Kind::Identifier => {
                let operand = self.name(node);
                if let Operand::Variable(variable) = operand {
                    self.give_up_elements(variable, self.range(node));
                }
                Ok(operand)
            }
            Kind::Null => Ok(Operand::Null),
            Kind::True => Ok(Operand::Integer(1)),
            Kind::False => Ok(Operand::Integer(0)),
            Kind::NumberLiteral => Ok(self.constant(node).map_or(Operand::Unknown, Operand::Integer)),
            Kind::StringLiteral | Kind::ConcatenatedString => Ok(self.string(node)),
            Kind::ParenthesizedExpression | Kind::ConditionClause => self.parenthesized(node),
            Kind::CastExpression => self.field_value(node, |fields| fields.value),
            Kind::CallExpression => self.call(node),
            Kind::AssignmentExpression => self.assignment(node),
            Kind::UpdateExpression => self.update(node),
            Kind::UnaryExpression => self.unary(node),
            Kind::PointerExpression => self.pointer(node),
            Kind::FieldExpression => self.field(node),
            Kind::SubscriptExpression => self.subscript(node),
            Kind::BinaryExpression => self.binary(node),
            Kind::ConditionalExpression => self.conditional(node),
            Kind::CommaExpression => {
                self.field_value(node, |fields| fields.left)?;
                self.field_value(node, |fields| fields.right)
            }
            Kind::SizeofExpression | Kind::CharLiteral => Ok(Operand::Unknown),
            Kind::LambdaExpression => {
                self.emit(self.range(node), InstructionKind::Barrier);
                Ok(Operand::Unknown)
            }
            _ => {
                for child in self.children(node) {
                    if !matches!(self.kind(child), Kind::TypeDescriptor | Kind::TypeIdentifier | Kind::PrimitiveType) {
                        self.escape(child)?;
                    }
                }
                Ok(Operand::Unknown)
            }
        }
    }

    fn field_value(
        &mut self,
        node: Node<'a>,
        field: fn(&crate::syntax::Fields) -> Option<std::num::NonZeroU16>,
    ) -> Result<Operand> {
        match self.grammar.child(node, field) {
            Some(child) => self.value(child),
            None => Ok(Operand::Unknown),
        }
    }

    fn parenthesized(&mut self, node: Node<'a>) -> Result<Operand> {
        let children = self.children(node);
        match children.as_slice() {
            // A statement expression of GNU C.
            [inner] if self.kind(*inner) == Kind::CompoundStatement => {
                self.statement(*inner)?;
                Ok(Operand::Unknown)
            }
            [inner] => self.value(*inner),
            _ => Ok(Operand::Unknown),
        }
    }

    /// Evaluates an expression whose value goes where it is not followed.
    pub(super) fn escape(&mut self, node: Node<'a>) -> Result<()> {
        let operand = self.value(node)?;
        self.emit(self.range(node), InstructionKind::Escape(operand));
        Ok(())
    }

    fn name(&self, node: Node<'a>) -> Operand {
        let name = self.alias(self.text(node));
        match self.lookup(name) {
            Some(Some(variable)) => Operand::Variable(variable),
            Some(None) => Operand::Unknown,
            None if symbol(name).is_some_and(|symbol| symbol.value == "NULL") => Operand::Null,
            None => match symbol(name).and_then(|symbol| symbol.number) {
                Some(number) if !self.macros.defines(name) => Operand::Integer(number),
                _ => {
                    let text = || self.defined_text(name).map(Operand::Text);
                    self.defined_constant(name).or_else(text).unwrap_or_else(|| Operand::Global(name.to_owned()))
                }
            },
        }
    }

    /// The value of a constant expression without effects.
    pub(super) fn constant(&self, node: Node<'a>) -> Option<i64> {
        match self.kind(node) {
            Kind::NumberLiteral => integer(self.text(node)),
            Kind::ParenthesizedExpression => match self.children(node).as_slice() {
                [inner] => self.constant(*inner),
                _ => None,
            },
            Kind::CastExpression => self.constant(self.grammar.child(node, |fields| fields.value)?),
            Kind::UnaryExpression if self.operator(node) == "-" => {
                self.constant(self.grammar.child(node, |fields| fields.argument)?)?.checked_neg()
            }
            Kind::Identifier => match self.name(node) {
                Operand::Integer(value) => Some(value),
                _ => None,
            },
            _ => None,
        }
    }

    fn string(&self, node: Node<'a>) -> Operand {
        let parts = if self.kind(node) == Kind::StringLiteral { vec![node] } else { self.children(node) };
        let mut content = String::new();
        for part in parts {
            let literal = self.text(part).strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            match literal {
                Some(text) if self.kind(part) == Kind::StringLiteral => content.push_str(text),
                // A macro pastes something in.
                _ => match self.defined_text(self.text(part)) {
                    Some(text) => content.push_str(&text),
                    None => return Operand::Unknown,
                },
            }
        }
        Operand::Text(content)
    }

    pub(super) fn call(&mut self, node: Node<'a>) -> Result<Operand> {
        let Some(function) = self.grammar.child(node, |fields| fields.function) else { return Ok(Operand::Unknown) };
        let list = self.grammar.child(node, |fields| fields.arguments);
        let arguments = list.map_or_else(Vec::new, |list| self.children(list));
        if self.is_cast(function) {
            let [argument] = arguments.as_slice() else { return Ok(Operand::Unknown) };
            return self.value(*argument);
        }
        let name = self.callee_name(function);
        if let Some(name) = name
            && self.lookup(name).is_none()
        {
            if let Some(operand) = self.macro_value(node, name, &arguments)? {
                return Ok(operand);
            }
            if name == "assert" && !arguments.is_empty() {
                return self.assertion(arguments[0]);
            }
            if callee(name).is_some_and(|symbol| symbol.no_return) {
                for argument in arguments {
                    self.discard(argument)?;
                }
                self.end_block(crate::flow::ir::Terminator::Stop);
                return Ok(Operand::Unknown);
            }
        } else {
            self.discard_callee(function)?;
        }
        let arguments = self.arguments(&arguments)?;
        let range = self.range(node);
        let result = self.temporary(range);
        let remembered = self.accessor_path(node, &arguments);
        let is_discarded = self.discarded == Some(node.id());
        let known = name
            .filter(|name| self.lookup(name).is_none())
            .or_else(|| self.function_type(name?))
            .or_else(|| self.slot_name(function));
        let callee = known.map_or(Callee::Unknown, |name| Callee::Named(name.to_owned()));
        self.emit(range, InstructionKind::Call { result, callee, arguments, remembered, is_discarded });
        Ok(Operand::Variable(result))
    }

    /// The function-pointer type of a local variable, where the database has its contract.
    fn function_type(&self, name: &str) -> Option<&'a str> {
        let variable = self.lookup(name)??;
        let type_text = self.flow.variables[variable.index()].type_text.as_str();
        callee(type_text).filter(|symbol| symbol.kind == numpy_capi_db::Kind::Type).map(|symbol| symbol.name)
    }

    /// The path of an accessor such as `PyArray_DESCR(a)`, which gives the same borrowed object each time.
    fn accessor_path(&mut self, node: Node<'a>, arguments: &[Argument]) -> Option<crate::flow::VariableId> {
        let [Argument { operand: Operand::Variable(base), .. }] = arguments else { return None };
        let name = self.callee_name(self.grammar.child(node, |fields| fields.function)?)?;
        let is_accessor = symbol(name).is_some_and(|symbol| {
            let returns = &symbol.returns;
            returns.ownership == numpy_capi_db::ResultOwnership::Borrowed
                && symbol.param_index(returns.borrowed_from) == Some(0)
                && (!symbol.can_fail() || returns.exception == numpy_capi_db::ExceptionOnFailure::Never)
                && !symbol.runs_python
        });
        let is_named = self.flow.variables[base.index()].kind != VariableKind::Temporary;
        (is_accessor && is_named).then(|| self.path(node, *base))
    }

    fn arguments(&mut self, nodes: &[Node<'a>]) -> Result<Vec<Argument>> {
        nodes.iter().map(|node| Ok(Argument { operand: self.value(*node)?, range: self.range(*node) })).collect()
    }

    /// The name of the function that is called, where it is one.
    pub(super) fn callee_name(&self, function: Node<'a>) -> Option<&'a str> {
        match self.kind(function) {
            Kind::Identifier => Some(self.alias(self.text(function))),
            Kind::ParenthesizedExpression => match self.children(function).as_slice() {
                [inner] => self.callee_name(*inner),
                _ => None,
            },
            _ => None,
        }
    }

    /// The entry of the database for a call through a member, such as `Py_TYPE(x)->tp_alloc(…)`.
    fn slot_name(&self, function: Node<'a>) -> Option<&'static str> {
        if self.kind(function) != Kind::FieldExpression {
            return None;
        }
        let member = self.text(self.grammar.child(function, |fields| fields.field)?);
        let receiver = self.grammar.child(function, |fields| fields.argument)?;
        let through = match self.kind(receiver) {
            Kind::FieldExpression => self.text(self.grammar.child(receiver, |fields| fields.field)?),
            Kind::CallExpression => self.callee_name(self.grammar.child(receiver, |fields| fields.function)?)?,
            Kind::Identifier => self.text(receiver),
            _ => "",
        };
        slot(member, through).map(|symbol| symbol.name)
    }

    /// `(npy_intp)(x)` reads as a call of a parenthesised name, `static_cast<T>(x)` as one of a template.
    fn is_cast(&self, function: Node<'a>) -> bool {
        match self.kind(function) {
            Kind::ParenthesizedExpression => match self.children(function).as_slice() {
                [inner] if self.kind(*inner) == Kind::Identifier => {
                    let name = self.text(*inner);
                    let is_type = symbol(name).is_some_and(|symbol| {
                        matches!(symbol.kind, numpy_capi_db::Kind::Type | numpy_capi_db::Kind::Struct)
                    });
                    is_type || name.ends_with("_t") || name.starts_with("npy_")
                }
                _ => false,
            },
            Kind::PrimitiveType => true,
            Kind::TemplateFunction => self
                .grammar
                .child(function, |fields| fields.name)
                .is_some_and(|name| CAST_TEMPLATES.contains(&self.text(name))),
            _ => false,
        }
    }

    /// Evaluates a callee that is not a plain function name.
    fn discard_callee(&mut self, function: Node<'a>) -> Result<()> {
        match self.kind(function) {
            Kind::FieldExpression
            | Kind::PointerExpression
            | Kind::ParenthesizedExpression
            | Kind::SubscriptExpression => self.discard(function),
            _ => Ok(()),
        }
    }

    fn assertion(&mut self, condition: Node<'a>) -> Result<Operand> {
        let (holds, fails) = (self.new_block(), self.new_block());
        self.condition(condition, holds, fails)?;
        self.enter(holds);
        Ok(Operand::Unknown)
    }

    fn assignment(&mut self, node: Node<'a>) -> Result<Operand> {
        let (Some(left), Some(right)) =
            (self.grammar.child(node, |fields| fields.left), self.grammar.child(node, |fields| fields.right))
        else {
            return Ok(Operand::Unknown);
        };
        let is_plain = self.operator(node) == "=";
        let source = self.value(right)?;
        let source = match self.operator(node) {
            _ if is_plain => source,
            // `p += n` moves a pointer within its memory.
            operator @ ("+=" | "-=") => match self.pointer_variable(left) {
                Some(pointer) => self.compute(node, &operator[..1], Operand::Variable(pointer), source),
                None => Operand::Unknown,
            },
            _ => Operand::Unknown,
        };
        self.assign_to(left, source, self.range(node))
    }

    /// The local variable that a name stands for, where it is a pointer.
    fn pointer_variable(&self, node: Node<'a>) -> Option<VariableId> {
        let variable = if self.kind(node) == Kind::Identifier { self.lookup(self.text(node))?? } else { return None };
        self.flow.variables[variable.index()].is_pointer.then_some(variable)
    }

    /// Assigns to whatever the left side is; gives the value of the assignment.
    fn assign_to(&mut self, left: Node<'a>, source: Operand, range: crate::text::TextRange) -> Result<Operand> {
        match self.kind(left) {
            Kind::ParenthesizedExpression => match self.children(left).as_slice() {
                [inner] => self.assign_to(*inner, source, range),
                _ => Ok(source),
            },
            Kind::Identifier => {
                if let Some(Some(variable)) = self.lookup(self.text(left)) {
                    self.assign(variable, source, range);
                    return Ok(Operand::Variable(variable));
                }
                self.emit(
                    range,
                    InstructionKind::Store { path: None, source: source.clone(), name: stored_name(self.text(left)) },
                );
                Ok(source)
            }
            _ => {
                let place = self.value(left)?;
                if let Operand::Variable(variable) = place
                    && self.kind(left) == Kind::SubscriptExpression
                    && self.flow.variables[variable.index()].kind == VariableKind::Local
                {
                    // The element of a local array.
                    self.assign(variable, source, range);
                    return Ok(place);
                }
                let path = match place {
                    Operand::Variable(variable) if self.flow.variables[variable.index()].kind == VariableKind::Path => {
                        Some(variable)
                    }
                    _ => None,
                };
                let name = stored_name(self.text(left));
                self.emit(range, InstructionKind::Store { path, source: source.clone(), name });
                Ok(source)
            }
        }
    }

    fn update(&mut self, node: Node<'a>) -> Result<Operand> {
        let delta = if self.operator(node) == "--" { -1 } else { 1 };
        let target = self.field_value(node, |fields| fields.argument)?;
        if let Operand::Variable(variable) = target {
            self.emit(self.range(node), InstructionKind::Step { target: variable, delta });
            if self.flow.variables[variable.index()].is_pointer {
                return Ok(target);
            }
        }
        Ok(Operand::Unknown)
    }

    fn unary(&mut self, node: Node<'a>) -> Result<Operand> {
        let operator = self.operator(node);
        if operator == "!" || operator == "not" {
            return self.truth_value(node);
        }
        let operand = self.field_value(node, |fields| fields.argument)?;
        Ok(match (operator, operand) {
            ("-", Operand::Integer(value)) => value.checked_neg().map_or(Operand::Unknown, Operand::Integer),
            ("+", Operand::Integer(value)) => Operand::Integer(value),
            ("~", Operand::Integer(value)) => Operand::Integer(!value),
            _ => Operand::Unknown,
        })
    }

    fn pointer(&mut self, node: Node<'a>) -> Result<Operand> {
        let Some(argument) = self.grammar.child(node, |fields| fields.argument) else { return Ok(Operand::Unknown) };
        if self.operator(node) == "*" {
            let base = self.value(argument)?;
            self.emit(self.range(node), InstructionKind::Dereference(base.clone()));
            return Ok(match base {
                Operand::Variable(variable) if self.flow.double_pointers.contains(&variable) => {
                    Operand::Variable(self.path(node, variable))
                }
                _ => self.pointee(node, &base),
            });
        }
        let place = self.place(argument)?;
        if let Operand::Variable(variable) = place {
            self.give_up_neighbours(variable, self.range(node));
        }
        if let Some(base) = self.subscripted(argument) {
            return Ok(self.compute(node, "+", Operand::Variable(base), Operand::Unknown));
        }
        Ok(match place {
            Operand::Variable(variable) if self.flow.variables[variable.index()].kind != VariableKind::Temporary => {
                Operand::Address(variable)
            }
            // `&PyList_Type`: a global's address is as good as its name.
            Operand::Global(name) => Operand::Global(name),
            _ => Operand::Unknown,
        })
    }

    /// The pointer variable whose element an address is taken of.
    fn subscripted(&self, node: Node<'a>) -> Option<VariableId> {
        match self.kind(node) {
            Kind::ParenthesizedExpression => match self.children(node).as_slice() {
                [inner] => self.subscripted(*inner),
                _ => None,
            },
            Kind::SubscriptExpression => self.pointer_variable(self.grammar.child(node, |fields| fields.argument)?),
            _ => None,
        }
    }

    /// Evaluates what an address is taken of; `&x->f` computes an address without reading memory.
    fn place(&mut self, node: Node<'a>) -> Result<Operand> {
        match self.kind(node) {
            Kind::ParenthesizedExpression => match self.children(node).as_slice() {
                [inner] => self.place(*inner),
                _ => Ok(Operand::Unknown),
            },
            _ => self.value(node),
        }
    }

    fn field(&mut self, node: Node<'a>) -> Result<Operand> {
        let Some(argument) = self.grammar.child(node, |fields| fields.argument) else { return Ok(Operand::Unknown) };
        let base = self.value(argument)?;
        if self.operator(node) == "->" {
            self.emit(self.range(node), InstructionKind::Dereference(base.clone()));
        }
        match base {
            Operand::Variable(variable) if self.flow.variables[variable.index()].kind != VariableKind::Temporary => {
                Ok(Operand::Variable(self.path(node, variable)))
            }
            _ => Ok(Operand::Unknown),
        }
    }

    fn subscript(&mut self, node: Node<'a>) -> Result<Operand> {
        if let Some(element) = self.local_element(node) {
            return Ok(Operand::Variable(element));
        }
        let base = self.field_value(node, |fields| fields.argument)?;
        let indices = self.indices(node);
        for index in &indices {
            self.discard(*index)?;
        }
        self.emit(self.range(node), InstructionKind::Dereference(base.clone()));
        Ok(self.element(node, &base, &indices))
    }

    fn binary(&mut self, node: Node<'a>) -> Result<Operand> {
        let operator = self.operator(node);
        if matches!(operator, "&&" | "||" | "and" | "or" | "==" | "!=" | "<" | "<=" | ">" | ">=") {
            return self.truth_value(node);
        }
        let left = self.field_value(node, |fields| fields.left)?;
        let right = self.field_value(node, |fields| fields.right)?;
        Ok(match (left, right) {
            (Operand::Integer(left), Operand::Integer(right)) => {
                fold(operator, left, right).map_or(Operand::Unknown, Operand::Integer)
            }
            (left @ Operand::Variable(_), right) | (left, right @ Operand::Variable(_)) => {
                self.compute(node, operator, left, right)
            }
            _ => Operand::Unknown,
        })
    }

    /// The result of an operator whose sides are known on some path, or point into memory.
    fn compute(&mut self, node: Node<'a>, operator: &str, left: Operand, right: Operand) -> Operand {
        let range = self.range(node);
        let target = self.temporary(range);
        self.emit(range, InstructionKind::Compute { target, operator: operator.to_owned(), left, right });
        Operand::Variable(target)
    }

    /// A condition whose outcome is kept as a number.
    fn truth_value(&mut self, node: Node<'a>) -> Result<Operand> {
        let range = self.range(node);
        let (then, otherwise, after) = (self.new_block(), self.new_block(), self.new_block());
        let result = self.temporary(range);
        self.condition(node, then, otherwise)?;
        for (block, value) in [(then, 1), (otherwise, 0)] {
            self.enter(block);
            self.emit(range, InstructionKind::Assign { target: result, source: Operand::Integer(value) });
            self.goto(after);
        }
        self.enter(after);
        Ok(Operand::Variable(result))
    }

    fn conditional(&mut self, node: Node<'a>) -> Result<Operand> {
        let range = self.range(node);
        let Some(condition) = self.grammar.child(node, |fields| fields.condition) else { return Ok(Operand::Unknown) };
        let consequence = self.grammar.child(node, |fields| fields.consequence);
        let alternative = self.grammar.child(node, |fields| fields.alternative);
        let (then, otherwise, after) = (self.new_block(), self.new_block(), self.new_block());
        let result = self.temporary(range);
        self.condition(condition, then, otherwise)?;
        for (block, value) in [(then, consequence), (otherwise, alternative)] {
            self.enter(block);
            if let Some(value) = value {
                let source = self.value(value)?;
                self.emit(range, InstructionKind::Assign { target: result, source });
            }
            self.goto(after);
        }
        self.enter(after);
        Ok(Operand::Variable(result))
    }
}

/// The value of an operation on two numbers.
pub(crate) fn fold(operator: &str, left: i64, right: i64) -> Option<i64> {
    match operator {
        "|" => Some(left | right),
        "&" => Some(left & right),
        "^" => Some(left ^ right),
        "+" => left.checked_add(right),
        "-" => left.checked_sub(right),
        "*" => left.checked_mul(right),
        "<<" => left.checked_shl(u32::try_from(right).ok()?),
        _ => None,
    }
}

/// The value of an integer literal.
pub(super) fn integer(text: &str) -> Option<i64> {
    let digits: String = text.trim_end_matches(['u', 'U', 'l', 'L']).chars().filter(|digit| *digit != '\'').collect();
    if let Some(hexadecimal) = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X")) {
        return i64::from_str_radix(hexadecimal, 16).ok();
    }
    if digits.len() > 1 && digits.starts_with('0') {
        return i64::from_str_radix(&digits, 8).ok();
    }
    digits.parse().ok()
}

/// The field or global variable that the left side of an assignment names: its last word. An element is named by all of its
/// text: the other elements of its array are not meant, and forgetting them too would keep too many paths apart.
fn stored_name(left: &str) -> String {
    if left.ends_with(']') {
        return left.chars().filter(|character| !character.is_whitespace()).collect();
    }
    let is_word = |character: char| character.is_ascii_alphanumeric() || character == '_';
    left.rsplit(|character| !is_word(character)).next().unwrap_or_default().to_owned()
}
