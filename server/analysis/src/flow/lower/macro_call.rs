//! Macros with hidden control flow, and the file's own macros, which are expanded in place.

use numpy_capi_db::{Control, MacroSyntax, Returned, macro_syntax, symbol};
use tree_sitter::Node;

use super::expression::integer;
use super::{Lowering, Result, Targets};
use crate::flow::ir::{BlockId, InstructionKind, Operand, Terminator};
use crate::formats::macro_text;
use crate::syntax::scan::{Scanner, TokenKind};
use crate::syntax::{FileMacro, Kind, SourceFile, functions};
use crate::text::TextRange;
use crate::usage::DataModel;

/// Longer expansions are not followed.
const EXPANSION_LIMIT: usize = 4096;
/// Macros inside macros inside macros: deeper is not followed.
const NESTING_LIMIT: usize = 4;

impl<'a> Lowering<'a> {
    /// Lowers an expression statement that is a macro in disguise; `false` where it is none.
    pub(super) fn statement_macro(&mut self, expression: Node<'a>) -> Result<bool> {
        let (name, arguments) = match self.kind(expression) {
            Kind::Identifier => (self.text(expression), Vec::new()),
            Kind::CallExpression => {
                let function = self.grammar.child(expression, |fields| fields.function);
                let Some(name) = function.and_then(|function| self.callee_name(function)) else { return Ok(false) };
                let list = self.grammar.child(expression, |fields| fields.arguments);
                (name, list.map_or_else(Vec::new, |list| self.children(list)))
            }
            _ => return Ok(false),
        };
        if self.lookup(name).is_some() {
            return Ok(false);
        }
        if let Some(known) = self.macros.get(name) {
            if let Some(snippet) = self.expansion(name, known, &arguments) {
                let site = self.range(expression);
                #[allow(
                    clippy::redundant_closure_for_method_calls,
                    reason = "The method's lifetime is not general enough."
                )]
                self.in_snippet(&snippet, name, site, |inner, body| inner.macro_body(body))?;
                return Ok(true);
            }
            self.emit(self.range(expression), InstructionKind::Barrier);
            return Ok(true);
        }
        if let Some(syntax) = macro_syntax(name).filter(|syntax| syntax.control.is_some()) {
            self.hidden_control(expression, syntax, &arguments)?;
            return Ok(true);
        }
        if self.kind(expression) == Kind::Identifier && symbol(name).is_some() {
            // `PyDateTime_IMPORT;` can fail without a result to look at.
            self.emit(self.range(expression), InstructionKind::Raise { is_certain: false });
        }
        if self.is_unknown_macro(name) {
            // It may leave the function, clean up, or assign to any local.
            for argument in arguments {
                self.discard(argument)?;
            }
            self.emit(self.range(expression), InstructionKind::Barrier);
            return Ok(true);
        }
        Ok(false)
    }

    /// Whether a statement is a macro that the next one belongs to: `EACH(x, list) {`, or `EACH sum += x;` on one line.
    /// Its semicolon is not the user's.
    pub(super) fn is_block_head(&self, statement: Node<'a>, next: Node<'a>) -> bool {
        if self.kind(statement) != Kind::ExpressionStatement || self.text(statement).ends_with(';') {
            return false;
        }
        let until_next = TextRange::new(statement.start_byte(), next.start_byte()).of(self.file.text());
        let word = until_next.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).next().unwrap_or_default();
        self.kind(next) == Kind::CompoundStatement || (!until_next.contains('\n') && macro_syntax(word).is_none())
    }

    /// A block behind a macro: a loop, a condition, a `try`. It runs or not, and whatever the macro does is not known.
    pub(super) fn block_of_macro(&mut self, head: Node<'a>, block: Node<'a>) -> Result<()> {
        let (body, after) = (self.new_block(), self.new_block());
        self.emit(self.range(head), InstructionKind::Barrier);
        self.hidden_branch(head, body, after);
        self.enter(body);
        let targets = Targets { on_break: Some(after), on_continue: Some(after), visible: self.names.len() };
        let outer = std::mem::replace(&mut self.targets, targets);
        let result = self.statement(block);
        self.targets = outer;
        self.goto(after);
        self.enter(after);
        self.emit(self.range(block), InstructionKind::Barrier);
        result
    }

    /// Whether a name reads like a macro that neither the database nor the file knows.
    fn is_unknown_macro(&self, name: &str) -> bool {
        let looks_like_macro = name.len() > 1
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        let is_ambiguous = self.macros.defines(name);
        (looks_like_macro || is_ambiguous) && symbol(name).is_none() && macro_syntax(name).is_none()
    }

    /// A call of a macro inside an expression; `None` where the name is an ordinary function.
    pub(super) fn macro_value(
        &mut self,
        node: Node<'a>,
        name: &'a str,
        arguments: &[Node<'a>],
    ) -> Result<Option<Operand>> {
        if let Some(known) = self.macros.get(name) {
            if let Some(snippet) = self.expansion(name, known, arguments) {
                let value = self.in_snippet(&snippet, name, self.range(node), |inner, body| {
                    match inner.only_expression(body) {
                        Some(expression) => inner.value(expression),
                        None => Ok(Operand::Unknown),
                    }
                })?;
                return Ok(Some(value));
            }
        } else if let Some(syntax) = macro_syntax(name).filter(|syntax| syntax.control.is_some()) {
            self.hidden_control(node, syntax, arguments)?;
            return Ok(Some(Operand::Unknown));
        }
        if self.is_unknown_macro(name) {
            for argument in arguments {
                self.escape(*argument)?;
                self.forget_named(*argument);
            }
            self.emit(self.range(node), InstructionKind::Raise { is_certain: false });
            return Ok(Some(Operand::Unknown));
        }
        Ok(None)
    }

    /// A macro can assign to its arguments.
    fn forget_named(&mut self, node: Node<'a>) {
        if self.kind(node) == Kind::Identifier
            && let Some(Some(variable)) = self.lookup(self.text(node))
        {
            self.emit(self.range(node), InstructionKind::Forget(variable));
        }
    }

    /// Lowers a condition that is a macro of the file; `false` where it is none.
    pub(super) fn expand_condition(&mut self, node: Node<'a>, then: BlockId, otherwise: BlockId) -> Result<bool> {
        let function = self.grammar.child(node, |fields| fields.function);
        let Some(name) = function.and_then(|function| self.callee_name(function)) else { return Ok(false) };
        let Some(known) = self.macros.get(name).filter(|_| self.lookup(name).is_none()) else { return Ok(false) };
        let list = self.grammar.child(node, |fields| fields.arguments);
        let arguments = list.map_or_else(Vec::new, |list| self.children(list));
        let Some(snippet) = self.expansion(name, known, &arguments) else { return Ok(false) };
        self.in_snippet(&snippet, name, self.range(node), |inner, body| {
            if let Some(expression) = inner.only_expression(body) {
                return inner.condition(expression, then, otherwise);
            }
            inner.emit(inner.range(body), InstructionKind::Raise { is_certain: false });
            inner.hidden_branch(body, then, otherwise);
            Ok(())
        })?;
        Ok(true)
    }

    /// A macro that is defined as a number.
    pub(super) fn defined_constant(&self, name: &str) -> Option<Operand> {
        let known = self.macros.get(name).filter(|known| known.parameters.is_none())?;
        let body = known.body.trim_matches(['(', ')', ' ']);
        match body {
            "NULL" | "nullptr" => Some(Operand::Null),
            _ => match body.strip_prefix('-') {
                Some(digits) => integer(digits.trim()).and_then(i64::checked_neg).map(Operand::Integer),
                None => integer(body).or_else(|| symbol(body)?.number).map(Operand::Integer),
            },
        }
    }

    /// The text of a macro with its arguments in place, parsed; `None` where it cannot be followed.
    fn expansion(&self, name: &str, known: &FileMacro, arguments: &[Node<'a>]) -> Option<SourceFile> {
        let parameters = known.parameters.as_deref().unwrap_or_default();
        let is_followed = parameters.len() == arguments.len()
            && !parameters.iter().any(|parameter| parameter.contains('.'))
            && !known.body.contains('#')
            && self.expanding.len() < NESTING_LIMIT
            && !self.expanding.iter().any(|active| active == name);
        if !is_followed {
            return None;
        }
        let mut text = String::from("void f(void) { ");
        let mut done = 0;
        for token in Scanner::new(known.body.as_bytes()).filter(|token| token.kind == TokenKind::Word) {
            let word = known.body.get(token.start..token.end)?;
            if let Some(position) = parameters.iter().position(|parameter| parameter == word) {
                text.push_str(known.body.get(done..token.start)?);
                text.push_str(self.argument_text(*arguments.get(position)?));
                done = token.end;
            }
        }
        text.push_str(known.body.get(done..)?);
        text.push_str("\n; }");
        if text.len() > EXPANSION_LIMIT {
            return None;
        }
        let snippet = SourceFile::new(&text, self.file.language());
        let parses = snippet.root().is_some_and(|root| !root.has_error());
        parses.then_some(snippet)
    }

    /// The text of an argument; a type reads as a number that is shorter than it.
    fn argument_text(&self, argument: Node<'a>) -> &'a str {
        let text = self.text(argument);
        let is_type =
            self.kind(argument) == Kind::NumberLiteral && !text.starts_with(|c: char| c.is_ascii_digit() || c == '.');
        match argument.next_sibling().filter(|_| is_type) {
            Some(next) => TextRange::new(argument.start_byte(), next.start_byte()).of(self.file.text()).trim_end(),
            None => text,
        }
    }

    /// The name that a macro of the file stands for: `#define call PyObject_CallObject`.
    pub(super) fn alias(&self, name: &'a str) -> &'a str {
        let mut name = name;
        for _ in 0..NESTING_LIMIT {
            if self.lookup(name).is_some() {
                return name;
            }
            let Some(known) = self.macros.get(name).filter(|known| known.parameters.is_none()) else { return name };
            let body = known.body.trim_matches(['(', ')', ' ']);
            let is_name = body.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
                && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            if !is_name {
                return name;
            }
            name = body;
        }
        name
    }

    /// The text of a macro that is defined as a string, or as strings in a row. Who owns what under a format does not
    /// differ by platform.
    pub(super) fn defined_text(&self, name: &str) -> Option<String> {
        macro_text(self.macros, name, DataModel::Lp64).map(|(text, _)| text)
    }

    /// The expression that an expanded body consists of.
    fn only_expression(&self, body: Node<'a>) -> Option<Node<'a>> {
        let statements = self.children(body);
        let first = statements.into_iter().find(|statement| self.kind(*statement) == Kind::ExpressionStatement)?;
        self.children(first).into_iter().next()
    }

    /// Lowers something of an expanded macro as if it stood at `site`.
    fn in_snippet<T>(
        &mut self,
        snippet: &SourceFile,
        name: &str,
        site: TextRange,
        lower: impl for<'b> FnOnce(&mut Lowering<'b>, Node<'b>) -> Result<T>,
    ) -> Result<T> {
        let mut expanding = std::mem::take(&mut self.expanding);
        expanding.push(name.to_owned());
        let body = functions(snippet).first().map(|function| function.body);
        let mut inner = Lowering {
            body,
            arrays: std::mem::take(&mut self.arrays),
            file: snippet,
            grammar: self.grammar,
            macros: self.macros,
            flow: std::mem::take(&mut self.flow),
            current: self.current,
            names: self.names.clone(),
            labels: std::mem::take(&mut self.labels),
            targets: self.targets,
            cases: self.cases.take(),
            paths: std::mem::take(&mut self.paths),
            keys: std::mem::take(&mut self.keys),
            depth: self.depth,
            site: Some(self.site.unwrap_or(site)),
            discarded: None,
            expanding,
        };
        let result = match body {
            Some(body) => lower(&mut inner, body),
            None => Err(super::LoweringFailure("a macro of the file does not parse")),
        };
        self.flow = inner.flow;
        self.current = inner.current;
        self.labels = inner.labels;
        self.cases = inner.cases;
        self.paths = inner.paths;
        self.arrays = inner.arrays;
        self.keys = inner.keys;
        self.expanding = inner.expanding;
        self.expanding.pop();
        result
    }

    fn hidden_control(&mut self, node: Node<'a>, syntax: &MacroSyntax, arguments: &[Node<'a>]) -> Result<()> {
        let mut returned = match syntax.returned {
            Returned::None => None,
            Returned::Null => Some(Operand::Null),
            Returned::MinusOne => Some(Operand::Integer(-1)),
            Returned::New => Some(Operand::NewReference),
            Returned::Argument => Some(Operand::Unknown),
        };
        for argument in arguments {
            let value = self.value(*argument)?;
            if syntax.returned == Returned::Argument {
                returned = Some(value);
            }
        }
        let range = self.range(node);
        match syntax.control {
            Some(Control::Return) => self.end_block(Terminator::Return { value: returned, range }),
            Some(Control::ReturnOnFailure | Control::ReturnIfNonzero) => {
                let (leaves, stays) = (self.new_block(), self.new_block());
                self.hidden_branch(node, leaves, stays);
                self.enter(leaves);
                self.emit(range, InstructionKind::Raise { is_certain: syntax.sets_exception });
                self.end_block(Terminator::Return { value: returned, range });
                self.enter(stays);
            }
            Some(Control::NoReturn) => self.end_block(Terminator::Stop),
            None => {}
        }
        Ok(())
    }
}
