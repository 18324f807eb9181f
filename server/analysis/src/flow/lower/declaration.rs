//! Parameters and declarations.

use numpy_capi_db::symbol;
use tree_sitter::Node;

use super::{Lowering, LoweringFailure, Result};
use crate::flow::ir::{Argument, Callee, InstructionKind, Operand, Variable, VariableId, VariableKind};
use crate::syntax::{Declarator, Function, Kind, Language};

impl<'a> Lowering<'a> {
    pub(super) fn parameters(&mut self, function: &Function<'a>) {
        let Some(list) = self.grammar.child(function.declarator, |fields| fields.parameters) else { return };
        for (index, parameter) in self.children(list).into_iter().enumerate() {
            let Some(declarator) = self.grammar.child(parameter, |fields| fields.declarator) else { continue };
            let Some(declared) = self.declared(declarator) else { continue };
            let type_text = self.type_text(parameter);
            let variable = self.declare(&declared, VariableKind::Parameter, type_text);
            self.flow.variables[variable.index()].parameter_index = Some(index);
            if declared.stars > 1 && declared.arrays == 0 {
                self.flow.double_pointers.push(variable);
            }
        }
    }

    fn type_text(&self, node: Node<'a>) -> &'a str {
        self.grammar.child(node, |fields| fields.type_).map_or("", |node| self.text(node))
    }

    pub(super) fn declared(&self, declarator: Node<'a>) -> Option<Declarator<'a>> {
        Declarator::of(self.grammar, declarator)
    }

    pub(super) fn declare(&mut self, declared: &Declarator<'a>, kind: VariableKind, type_text: &str) -> VariableId {
        let name = self.text(declared.name);
        let range = self.range(declared.name);
        let variable = self.new_variable(Variable {
            name: name.to_owned(),
            kind,
            is_pointer: (declared.stars > 0 && declared.arrays == 0) || type_text == "auto",
            range,
            base: None,
            type_text: type_text.to_owned(),
            parameter_index: None,
        });
        self.names.push((name, Some(variable)));
        variable
    }

    pub(super) fn declaration(&mut self, node: Node<'a>) -> Result<()> {
        let type_text = self.type_text(node);
        self.reject_misread_macro(node, type_text)?;
        let children = self.children(node);
        let is_static = children
            .iter()
            .any(|child| self.kind(*child) == Kind::StorageClass && matches!(self.text(*child), "static" | "extern"));
        for child in children {
            let is_declarator = matches!(
                self.kind(child),
                Kind::InitDeclarator
                    | Kind::Identifier
                    | Kind::PointerDeclarator
                    | Kind::ArrayDeclarator
                    | Kind::FunctionDeclarator
                    | Kind::ReferenceDeclarator
                    | Kind::ParenthesizedDeclarator
            );
            if is_declarator {
                self.declarator(child, type_text, is_static)?;
            }
        }
        Ok(())
    }

    /// A macro without its semicolon makes the grammar read the next statement as a declaration, silently.
    fn reject_misread_macro(&self, node: Node<'a>, type_text: &str) -> Result<()> {
        let type_node = self.grammar.child(node, |fields| fields.type_);
        let is_macro_type = type_node.is_some_and(|node| self.kind(node) == Kind::MacroTypeSpecifier);
        let names_callable =
            symbol(type_text).is_some_and(|symbol| symbol.callable || symbol.kind == numpy_capi_db::Kind::Macro);
        if is_macro_type || names_callable || self.macros.get(type_text).is_some_and(|known| known.body.contains(';')) {
            return Err(LoweringFailure("a macro stands without its semicolon"));
        }
        Ok(())
    }

    fn declarator(&mut self, node: Node<'a>, type_text: &'a str, is_static: bool) -> Result<()> {
        let Some(declared) = self.declared(node) else { return Ok(()) };
        if declared.is_function && declared.stars == 0 && self.kind(node) != Kind::InitDeclarator {
            self.construction(node, &declared, type_text);
            return Ok(());
        }
        let value = if self.kind(node) == Kind::InitDeclarator {
            self.grammar.child(node, |fields| fields.value)
        } else {
            None
        };
        if is_static {
            // Its value comes from earlier calls: not followed. The initialiser is constant.
            self.names.push((self.text(declared.name), None));
            return Ok(());
        }
        if declared.arrays > 0 && declared.stars > 0 {
            return self.array_of_pointers(node, &declared, value, type_text);
        }
        // The scope of the name begins before its initialiser, but a use of it there would be an error.
        let source = match value {
            Some(value) => Some(self.value(value)?),
            None => None,
        };
        let variable = self.declare(&declared, VariableKind::Local, type_text);
        let range = self.range(node);
        match source {
            Some(source) => self.assign(variable, source, range),
            None if declared.arrays > 0 => self.emit(range, InstructionKind::Forget(variable)),
            None => self.emit(range, InstructionKind::Declare(variable)),
        }
        Ok(())
    }

    /// `Holder array(PyList_New(size))` in C++ reads like the declaration of a function. Where its parameters name variables
    /// it makes an object of them, by a call of which nothing is known.
    fn construction(&mut self, node: Node<'a>, declared: &Declarator<'a>, type_text: &str) {
        if self.file.language() != Language::Cpp {
            return;
        }
        let Some(parameters) = self.grammar.child(node, |fields| fields.parameters) else { return };
        let mut arguments = Vec::new();
        let mut open = self.children(parameters);
        while let Some(inner) = open.pop() {
            if let Some(Some(variable)) = self.lookup(self.text(inner)) {
                let operand = Operand::Variable(variable);
                arguments.push(Argument { operand, range: self.range(inner) });
            }
            open.extend(self.children(inner));
        }
        if arguments.is_empty() {
            return;
        }
        let range = self.range(node);
        let result = self.temporary(range);
        let callee = Callee::Unknown;
        self.emit(range, InstructionKind::Call { result, callee, arguments, remembered: None, is_discarded: false });
        let variable = self.declare(declared, VariableKind::Local, type_text);
        self.emit(range, InstructionKind::Forget(variable));
    }

    fn array_of_pointers(
        &mut self,
        node: Node<'a>,
        declared: &Declarator<'a>,
        value: Option<Node<'a>>,
        type_text: &str,
    ) -> Result<()> {
        let range = self.range(node);
        let array = self.declare(declared, VariableKind::Local, type_text);
        self.emit(range, InstructionKind::Forget(array));
        if !self.declare_elements(declared, array, value, type_text)?
            && let Some(value) = value
        {
            self.escape(value)?;
        }
        Ok(())
    }

    /// Assigns to a variable; a reference that a plain value takes is not followed.
    pub(super) fn assign(&mut self, target: VariableId, source: Operand, range: crate::text::TextRange) {
        let is_followed = self.flow.variables[target.index()].is_pointer
            || matches!(source, Operand::Integer(_))
            || matches!(source, Operand::Variable(id) if !self.flow.variables[id.index()].is_pointer);
        if is_followed {
            self.emit(range, InstructionKind::Assign { target, source });
        } else {
            let is_call_result = matches!(&source, Operand::Variable(id)
                if self.flow.variables[id.index()].kind == VariableKind::Temporary);
            if is_call_result {
                // A status or a number: worth knowing when it is tested later.
                self.emit(range, InstructionKind::Assign { target, source });
            } else {
                self.emit(range, InstructionKind::Escape(source));
                self.emit(range, InstructionKind::Forget(target));
            }
        }
    }
}
