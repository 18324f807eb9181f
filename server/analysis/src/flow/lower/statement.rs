//! Statements.

use tree_sitter::Node;

use super::{Case, Cases, Label, Lowering, LoweringFailure, Result, Targets};
use crate::flow::ir::{BlockId, InstructionKind, Operand, Terminator};
use crate::syntax::Kind;
use crate::text::TextRange;

impl<'a> Lowering<'a> {
    pub(super) fn statement(&mut self, node: Node<'a>) -> Result<()> {
        self.nested(|lowering| lowering.statement_of_kind(node))
    }

    fn statement_of_kind(&mut self, node: Node<'a>) -> Result<()> {
        match self.kind(node) {
            Kind::CompoundStatement => self.compound(node),
            Kind::Declaration => {
                self.declaration(node)?;
                self.end_of_statement(node);
                Ok(())
            }
            Kind::ExpressionStatement => self.expression_statement(node),
            Kind::IfStatement => self.if_statement(node),
            Kind::WhileStatement => self.while_statement(node),
            Kind::DoStatement => self.do_statement(node),
            Kind::ForStatement => self.for_statement(node),
            Kind::ForRangeLoop => self.for_range_loop(node),
            Kind::SwitchStatement => self.switch_statement(node),
            Kind::CaseStatement => self.case_statement(node),
            Kind::ReturnStatement => self.return_statement(node),
            Kind::GotoStatement => self.goto_statement(node),
            Kind::LabeledStatement => self.labeled_statement(node),
            Kind::BreakStatement => self.jump(node, self.targets.on_break),
            Kind::ContinueStatement => self.jump(node, self.targets.on_continue),
            Kind::ThrowStatement => self.throw(node),
            // Only the path without an exception is followed.
            Kind::TryStatement => match self.grammar.child(node, |fields| fields.body) {
                Some(body) => self.statement(body),
                None => Ok(()),
            },
            Kind::AttributedStatement | Kind::ElseClause | Kind::InitStatement => self.statements(node),
            Kind::FunctionDefinition => Err(LoweringFailure("a function is defined inside the function")),
            Kind::SehTry => Err(LoweringFailure("structured exception handling")),
            Kind::PreprocIf | Kind::PreprocIfdef | Kind::PreprocElif | Kind::PreprocElse => {
                Err(LoweringFailure("a preprocessor condition cuts through the function"))
            }
            Kind::Error => Err(LoweringFailure("the text does not parse")),
            _ => Ok(()),
        }
    }

    fn statements(&mut self, node: Node<'a>) -> Result<()> {
        let children = self.children(node);
        let mut is_headed = false;
        for (child, next) in children.iter().zip(children.iter().skip(1).map(Some).chain([None])) {
            if std::mem::take(&mut is_headed) {
                continue;
            }
            match next.filter(|next| self.is_block_head(*child, **next)) {
                Some(block) => {
                    self.block_of_macro(*child, *block)?;
                    is_headed = true;
                }
                None => self.statement(*child)?,
            }
        }
        Ok(())
    }

    fn compound(&mut self, node: Node<'a>) -> Result<()> {
        let visible = self.names.len();
        let result = self.statements(node);
        let end = self.range(node).end;
        self.end_scope(visible, TextRange::new(end.saturating_sub(1), end));
        self.names.truncate(visible);
        result
    }

    /// The statements of an expanded macro. What they declare lives on in the block around the macro, which may use and
    /// release it there by a name that is not seen: so it is no longer followed.
    pub(super) fn macro_body(&mut self, node: Node<'a>) -> Result<()> {
        let visible = self.names.len();
        let result = self.statements(node);
        let range = self.range(node);
        let declared: Vec<_> = self.names.drain(visible..).filter_map(|(_, variable)| variable).collect();
        for variable in declared {
            let elements: Vec<_> =
                self.arrays.get(&variable).into_iter().flat_map(|elements| elements.values().copied()).collect();
            for forgotten in elements.into_iter().chain([variable]) {
                self.emit(range, InstructionKind::Forget(forgotten));
            }
        }
        result
    }

    /// The names from a position on go out of scope.
    fn end_scope(&mut self, visible: usize, range: TextRange) {
        let ending: Vec<_> = self.names.iter().skip(visible).filter_map(|(_, variable)| *variable).collect();
        for variable in ending.into_iter().rev() {
            for element in
                self.arrays.get(&variable).map_or_else(Vec::new, |elements| elements.values().copied().collect())
            {
                self.emit(range, InstructionKind::ScopeEnd(element));
            }
            self.emit(range, InstructionKind::ScopeEnd(variable));
        }
    }

    pub(super) fn end_of_statement(&mut self, node: Node<'a>) {
        self.emit(self.range(node), InstructionKind::EndOfStatement);
    }

    fn expression_statement(&mut self, node: Node<'a>) -> Result<()> {
        if let Some(expression) = self.children(node).into_iter().next()
            && !self.statement_macro(expression)?
        {
            self.discarded = Some(expression.id());
            self.discard(expression)?;
        }
        self.end_of_statement(node);
        Ok(())
    }

    fn if_statement(&mut self, node: Node<'a>) -> Result<()> {
        let visible = self.names.len();
        let (then, otherwise, after) = (self.new_block(), self.new_block(), self.new_block());
        self.condition_in(node, then, otherwise)?;
        self.ask_again_in_loop(node);
        self.enter(then);
        if let Some(consequence) = self.grammar.child(node, |fields| fields.consequence) {
            self.statement(consequence)?;
        }
        self.goto(after);
        self.enter(otherwise);
        if let Some(alternative) = self.grammar.child(node, |fields| fields.alternative) {
            self.statement(alternative)?;
        }
        self.goto(after);
        self.enter(after);
        self.names.truncate(visible);
        Ok(())
    }

    /// An `if` in a loop asks once more in each turn: a field that nothing stores to gives the same answer.
    fn ask_again_in_loop(&mut self, node: Node<'a>) {
        let mut condition = self.grammar.child(node, |fields| fields.condition);
        while let Some(outer) = condition.filter(|node| self.kind(*node) == Kind::ParenthesizedExpression) {
            condition = self.children(outer).first().copied();
        }
        if let Some(field) = condition.filter(|node| self.kind(*node) == Kind::FieldExpression)
            && self.targets.on_continue.is_some()
        {
            self.condition_key(field);
        }
    }

    /// Lowers the condition of a statement, declarations of C++ included.
    fn condition_in(&mut self, node: Node<'a>, then: BlockId, otherwise: BlockId) -> Result<()> {
        let condition = self.grammar.child(node, |fields| fields.condition);
        let Some(condition) = condition else {
            self.goto(then);
            return Ok(());
        };
        if self.kind(condition) != Kind::ConditionClause {
            return self.condition(condition, then, otherwise);
        }
        if let Some(initializer) = self.grammar.child(condition, |fields| fields.initializer) {
            self.statement(initializer)?;
        }
        match self.grammar.child(condition, |fields| fields.value) {
            Some(value) if self.kind(value) == Kind::Declaration => {
                self.declaration(value)?;
                let declared = self.names.last().and_then(|(_, variable)| *variable);
                let operand = declared.map_or(Operand::Unknown, Operand::Variable);
                self.branch_on_truth(operand, value, then, otherwise);
                Ok(())
            }
            Some(value) => self.condition(value, then, otherwise),
            None => Err(LoweringFailure("a condition is empty")),
        }
    }

    fn body(&mut self, node: Node<'a>, targets: Targets) -> Result<()> {
        let outer = std::mem::replace(&mut self.targets, targets);
        let result = match self.grammar.child(node, |fields| fields.body) {
            Some(body) => self.statement(body),
            None => Ok(()),
        };
        self.targets = outer;
        result
    }

    fn while_statement(&mut self, node: Node<'a>) -> Result<()> {
        let visible = self.names.len();
        let (head, body, after) = (self.new_block(), self.new_block(), self.new_block());
        self.goto(head);
        self.enter(head);
        self.condition_in(node, body, after)?;
        self.enter(body);
        self.body(node, Targets { on_break: Some(after), on_continue: Some(head), visible: self.names.len() })?;
        self.goto(head);
        self.enter(after);
        self.names.truncate(visible);
        Ok(())
    }

    fn do_statement(&mut self, node: Node<'a>) -> Result<()> {
        let (body, check, after) = (self.new_block(), self.new_block(), self.new_block());
        self.goto(body);
        self.enter(body);
        self.body(node, Targets { on_break: Some(after), on_continue: Some(check), visible: self.names.len() })?;
        self.goto(check);
        self.enter(check);
        self.condition_in(node, body, after)?;
        self.enter(after);
        Ok(())
    }

    fn for_statement(&mut self, node: Node<'a>) -> Result<()> {
        let visible = self.names.len();
        if let Some(initializer) = self.grammar.child(node, |fields| fields.initializer) {
            match self.kind(initializer) {
                Kind::Declaration => self.declaration(initializer)?,
                _ => self.discard(initializer)?,
            }
            self.end_of_statement(initializer);
        }
        let (head, body, update, after) = (self.new_block(), self.new_block(), self.new_block(), self.new_block());
        self.goto(head);
        self.enter(head);
        if self.text(node).starts_with("for") {
            self.condition_in(node, body, after)?;
        } else {
            // The head is a macro that reads as `for (;;)`: when it ends is not known.
            self.hidden_branch(node, body, after);
        }
        self.enter(body);
        self.body(node, Targets { on_break: Some(after), on_continue: Some(update), visible: self.names.len() })?;
        self.goto(update);
        self.enter(update);
        if let Some(step) = self.grammar.child(node, |fields| fields.update) {
            self.discard(step)?;
            self.end_of_statement(step);
        }
        self.goto(head);
        self.enter(after);
        self.names.truncate(visible);
        Ok(())
    }

    fn for_range_loop(&mut self, node: Node<'a>) -> Result<()> {
        let visible = self.names.len();
        if let Some(range) = self.grammar.child(node, |fields| fields.right) {
            self.escape(range)?;
        }
        let (head, body, after) = (self.new_block(), self.new_block(), self.new_block());
        self.goto(head);
        self.enter(head);
        self.hidden_branch(node, body, after);
        self.enter(body);
        let declarator = self.grammar.child(node, |fields| fields.declarator);
        if let Some(declared) = declarator.and_then(|declarator| self.declared(declarator)) {
            let variable = self.declare(&declared, crate::flow::ir::VariableKind::Local, "");
            self.emit(self.range(node), InstructionKind::Forget(variable));
        }
        self.body(node, Targets { on_break: Some(after), on_continue: Some(head), visible: self.names.len() })?;
        self.goto(head);
        self.enter(after);
        self.names.truncate(visible);
        Ok(())
    }

    fn switch_statement(&mut self, node: Node<'a>) -> Result<()> {
        let Some(condition) = self.grammar.child(node, |fields| fields.condition) else { return Ok(()) };
        let value = match self.kind(condition) {
            Kind::ConditionClause => self.grammar.child(condition, |fields| fields.value).unwrap_or(condition),
            _ => condition,
        };
        let operand = self.value(value)?;
        self.end_of_statement(condition);
        let after = self.new_block();
        let head = self.current.take();
        let operand_text = self.repeatable_text(value);
        let outer_cases = self.cases.replace(Cases { operand: operand_text, ..Cases::default() });
        // What stands before the first case is unreachable.
        // A `continue` goes further out than a `break`: what it leaves is ended where the switch stands.
        let targets =
            Targets { on_break: Some(after), on_continue: self.targets.on_continue, visible: self.names.len() };
        self.body(node, targets)?;
        self.goto(after);
        let cases = std::mem::replace(&mut self.cases, outer_cases).unwrap_or_default();
        self.current = head;
        // A switch without a default names every case that can come: that none does is no path to stand on.
        let default = cases.default.or(cases.values.is_empty().then_some(after));
        let range = self.range(condition);
        let is_empty = cases.values.is_empty() && cases.default.is_none();
        self.end_block(Terminator::Switch { operand, cases: cases.values, default, range });
        self.enter(after);
        if is_empty {
            // The cases come from macros, which may have done anything.
            self.emit(range, InstructionKind::Barrier);
        }
        Ok(())
    }

    fn case_statement(&mut self, node: Node<'a>) -> Result<()> {
        let block = self.new_block();
        self.goto(block);
        let value = self.grammar.child(node, |fields| fields.value);
        let number = value.and_then(|value| self.constant(value));
        let label = self.range(value.unwrap_or(node));
        let key = value.and_then(|value| {
            let (operand, variables) = self.cases.as_ref()?.operand.clone()?;
            Some(self.equality_key(&operand, self.text(value), variables))
        });
        let Some(cases) = self.cases.as_mut() else {
            return Err(LoweringFailure("a case stands outside a switch"));
        };
        match value {
            Some(_) => cases.values.push(Case { value: number, range: label, block, key }),
            None => cases.default = Some(block),
        }
        self.enter(block);
        for child in self.children(node) {
            if Some(child) != value {
                self.statement(child)?;
            }
        }
        Ok(())
    }

    fn return_statement(&mut self, node: Node<'a>) -> Result<()> {
        let value = match self.children(node).into_iter().next() {
            Some(expression) => Some(self.value(expression)?),
            None => None,
        };
        self.end_block(Terminator::Return { value, range: self.range(node) });
        Ok(())
    }

    fn label_block(&mut self, name: &str) -> BlockId {
        if let Some(label) = self.labels.get(name) {
            return label.block;
        }
        let block = self.new_block();
        self.labels.insert(name.to_owned(), Label { block, is_defined: false });
        block
    }

    fn goto_statement(&mut self, node: Node<'a>) -> Result<()> {
        let label = self.grammar.child(node, |fields| fields.label);
        let Some(label) = label else { return Err(LoweringFailure("a computed goto")) };
        let block = self.label_block(self.text(label));
        self.goto(block);
        Ok(())
    }

    fn labeled_statement(&mut self, node: Node<'a>) -> Result<()> {
        let Some(label) = self.grammar.child(node, |fields| fields.label) else { return Ok(()) };
        let name = self.text(label);
        let block = self.label_block(name);
        if let Some(entry) = self.labels.get_mut(name) {
            entry.is_defined = true;
        }
        self.goto(block);
        self.enter(block);
        for child in self.children(node) {
            if child != label {
                self.statement(child)?;
            }
        }
        Ok(())
    }

    fn jump(&mut self, node: Node<'a>, target: Option<BlockId>) -> Result<()> {
        let Some(target) = target else { return Err(LoweringFailure("a jump stands outside a loop")) };
        self.end_scope(self.targets.visible, self.range(node));
        self.goto(target);
        Ok(())
    }

    fn throw(&mut self, node: Node<'a>) -> Result<()> {
        for child in self.children(node) {
            self.discard(child)?;
        }
        self.end_block(Terminator::Stop);
        Ok(())
    }
}
