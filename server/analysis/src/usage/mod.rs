//! How a piece of code uses the API: its calls, the names of the database in it, field accesses and declared variables.
//!
//! One walk over the syntax tree, without following any path. A function has a usage of its own, and the file one of all
//! that lies between its functions; so an edit inside a function costs what that function costs.

mod array;
mod c_type;
mod declaration;
mod directive;
mod expression;
mod iterator;
mod methods;
mod occurrence;
mod origin;
mod parsed;
mod signature;
mod table;
mod threads;
mod ufuncs;
mod width;
mod words;
mod wrapped;

use std::ops::Range;

use numpy_capi_db::{Symbol, symbol};
use tree_sitter::{Node, TreeCursor};

use crate::syntax::{Function, Grammar, Kind, SourceFile, named_children};
use crate::text::TextRange;

pub(crate) use array::element_type;
pub(crate) use c_type::{CType, DataModel, Width};
pub(crate) use declaration::{Struct, Variable};
pub(crate) use directive::{Directive, directives, directives_read};
pub(crate) use methods::{Method, methods};
pub(crate) use signature::Signature;
pub(crate) use table::{Row, Table};
pub(crate) use threads::{Region, Threads};
pub(crate) use ufuncs::{Ufunc, loops_without_gil, ufuncs};
pub(crate) use words::Words;
pub(crate) use wrapped::Wrapped;

/// What a stretch of code uses.
#[derive(Debug, Default)]
pub(crate) struct Usage<'a> {
    /// The calls of named functions and macros, in the order of the text.
    pub calls: Vec<Call<'a>>,
    /// The names that the database knows and that nothing nearer declares, calls included, in the order of the text.
    pub names: Vec<Name<'a>>,
    /// The accesses to members, in the order of the text.
    pub accesses: Vec<Access<'a>>,
    /// The variables that are declared here, parameters first.
    pub variables: Vec<Variable<'a>>,
    /// The structs that are defined here.
    pub structs: Vec<Struct<'a>>,
    /// The names that `typedef` gives to types other than structs, each with its type.
    pub aliases: Vec<(&'a str, CType<'a>)>,
    /// The variables with a list of initialisers.
    pub tables: Vec<Table<'a>>,
    /// The blocks that a macro opens, such as `Py_BEGIN_ALLOW_THREADS`.
    pub macro_blocks: Vec<Node<'a>>,
    /// The statements that go elsewhere: `return`, `goto`, `break`, `continue`.
    pub jumps: Vec<Node<'a>>,
    /// The statements with a label.
    pub labels: Vec<Node<'a>>,
    /// The directives that are none of `#if`, `#define` and `#include`, such as `#pragma`.
    pub pragmas: Vec<Node<'a>>,
    /// The assignments and the steps up and down, in the order of the text; initialisers stand with their variables.
    pub assignments: Vec<Assignment<'a>>,
    /// What the address is taken of: `x` of `&x`.
    pub addressed: Vec<Node<'a>>,
    /// What is returned.
    pub returned: Vec<Node<'a>>,
}

/// An assignment: `target = value`, `target += value`, `target++`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assignment<'a> {
    /// What is assigned to.
    pub target: Node<'a>,
    /// The value; `None` where the old one has a part in the new one.
    pub value: Option<Node<'a>>,
}

/// A call of a named function or macro.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    /// The callee's name.
    pub name: &'a str,
    /// Where the name stands.
    pub name_range: TextRange,
    /// The entry of the database, where there is one and nothing nearer has the name.
    pub symbol: Option<&'static Symbol>,
    /// The whole call.
    pub node: Node<'a>,
    /// The arguments in order, comments left out.
    pub arguments: Vec<Node<'a>>,
}

/// A name of the database in the code.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'a> {
    /// The entry.
    pub symbol: &'static Symbol,
    /// The identifier.
    pub node: Node<'a>,
}

/// An access to a member: `object->field` or `object.field`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Access<'a> {
    /// The whole expression.
    pub node: Node<'a>,
    /// What the member is taken of.
    pub receiver: Node<'a>,
    /// The member's name.
    pub field: Node<'a>,
}

/// How many names of a type are looked through.
const ALIAS_LIMIT: usize = 8;

/// The usages that a name is looked up in: the function's, then the file's.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scope<'a, 'u> {
    /// The file.
    pub file: &'a SourceFile,
    /// What lies between the functions.
    pub outline: &'u Usage<'a>,
    /// The function, where the code is in one.
    pub function: Option<&'u Usage<'a>>,
}

/// What a function uses.
pub(crate) fn of_function<'a>(file: &'a SourceFile, outline: &Usage<'a>, function: &Function<'a>) -> Usage<'a> {
    let mut walk = Walk::new(file, Some(outline));
    walk.run(function.node, false);
    walk.usage
}

/// What the file uses between its functions; their heads are left out too.
pub(crate) fn of_file(file: &SourceFile) -> Usage<'_> {
    let mut walk = Walk::new(file, None);
    if let Some(root) = file.root() {
        walk.run(root, true);
    }
    walk.usage
}

impl<'a, 'u> Scope<'a, 'u> {
    /// The variable that a name at an offset stands for.
    pub(crate) fn variable(&self, name: &str, at: usize) -> Option<&'u Variable<'a>> {
        let local = self.function.and_then(|usage| usage.variable(name, at));
        local.or_else(|| self.outline.variable(name, at))
    }

    /// The struct with a name or, where `typedef` gives it one, with that name.
    pub(crate) fn structure(&self, name: &str) -> Option<&Struct<'a>> {
        let structs = self.function.into_iter().flat_map(|usage| &usage.structs).chain(&self.outline.structs);
        structs.into_iter().find(|known| known.names.contains(&name))
    }

    /// A type with the names that the file's own `typedef`s give looked through.
    pub(crate) fn resolved(&self, c_type: CType<'a>) -> CType<'a> {
        let mut resolved = c_type;
        for _ in 0..ALIAS_LIMIT {
            let mut aliases = self.function.into_iter().chain([self.outline]).flat_map(|usage| &usage.aliases);
            let Some((_, meant)) = aliases.find(|(name, _)| *name == resolved.name) else { break };
            resolved = CType { pointers: resolved.pointers + meant.pointers, ..meant.clone() };
        }
        resolved
    }

    /// The text of a node.
    pub(crate) fn text(&self, node: Node<'_>) -> &'a str {
        TextRange::from(node.byte_range()).of(self.file.text())
    }

    /// An expression without the casts and parentheses around it.
    pub(crate) fn without_casts(&self, node: Node<'a>) -> Node<'a> {
        let grammar = self.file.grammar();
        let mut node = node;
        loop {
            let inner = match self.kind(node) {
                Kind::CastExpression => grammar.child(node, |fields| fields.value),
                Kind::ParenthesizedExpression => named_children(grammar, node).first().copied(),
                Kind::CallExpression => self.cast_operand(node),
                _ => None,
            };
            match inner {
                Some(inner) => node = inner,
                None => return node,
            }
        }
    }

    /// What `static_cast<T>(…)`, or another cast of C++, is given.
    fn cast_operand(&self, call: Node<'a>) -> Option<Node<'a>> {
        let grammar = self.file.grammar();
        let function = grammar.child(call, |fields| fields.function)?;
        let is_cast = self.kind(function) == Kind::TemplateFunction
            && ["static_cast", "reinterpret_cast", "const_cast"]
                .iter()
                .any(|cast| self.text(function).starts_with(cast));
        let list = grammar.child(call, |fields| fields.arguments).filter(|_| is_cast)?;
        named_children(grammar, list).first().copied()
    }

    /// The kind of a node.
    pub(crate) fn kind(&self, node: Node<'_>) -> Kind {
        self.file.grammar().kind(node)
    }
}

impl<'a> Usage<'a> {
    /// The innermost variable with a name that is visible at an offset.
    fn variable(&self, name: &str, at: usize) -> Option<&Variable<'a>> {
        let visible = |known: &&Variable<'a>| known.name == name && known.visible.contains(&at);
        self.variables.iter().rev().find(visible)
    }

    /// The calls of an entry of the database.
    pub(crate) fn calls_of<'u>(&'u self, name: &'u str) -> impl Iterator<Item = &'u Call<'a>> {
        self.calls.iter().filter(move |call| call.symbol.is_some() && call.name == name)
    }
}

/// The walk over one stretch of code.
struct Walk<'a, 'o> {
    file: &'a SourceFile,
    grammar: &'static Grammar,
    outline: Option<&'o Usage<'a>>,
    usage: Usage<'a>,
    /// The ends of the blocks around, innermost last.
    blocks: Vec<Range<usize>>,
}

impl<'a, 'o> Walk<'a, 'o> {
    fn new(file: &'a SourceFile, outline: Option<&'o Usage<'a>>) -> Self {
        Self { file, grammar: file.grammar(), outline, usage: Usage::default(), blocks: Vec::new() }
    }

    fn text(&self, node: Node<'_>) -> &'a str {
        TextRange::from(node.byte_range()).of(self.file.text())
    }

    /// Visits all nodes below a root in the order of the text, without recursion: hostile code nests deep.
    fn run(&mut self, root: Node<'a>, outside_functions: bool) {
        self.blocks.push(root.byte_range());
        let mut cursor: TreeCursor<'a> = root.walk();
        loop {
            let node = cursor.node();
            let kind = self.grammar.kind(node);
            let is_skipped = outside_functions && kind == Kind::FunctionDefinition;
            if !is_skipped {
                self.enter(node, kind);
                if cursor.goto_first_child() {
                    continue;
                }
            }
            loop {
                self.leave(cursor.node());
                if cursor.goto_next_sibling() {
                    break;
                }
                if !cursor.goto_parent() {
                    return;
                }
            }
        }
    }

    fn enter(&mut self, node: Node<'a>, kind: Kind) {
        match kind {
            Kind::CompoundStatement | Kind::ForStatement => self.block(node, kind),
            Kind::ReturnStatement => {
                self.usage.jumps.push(node);
                self.usage.returned.extend(named_children(self.grammar, node));
            }
            Kind::GotoStatement | Kind::BreakStatement | Kind::ContinueStatement => self.usage.jumps.push(node),
            Kind::LabeledStatement => self.usage.labels.push(node),
            Kind::PreprocCall => self.usage.pragmas.push(node),
            Kind::Identifier | Kind::TypeIdentifier => self.name(node),
            Kind::CallExpression => self.call(node),
            Kind::FieldExpression => self.access(node),
            Kind::Declaration | Kind::ParameterDeclaration => self.declaration(node, kind),
            Kind::StructSpecifier => self.structure(node),
            Kind::AssignmentExpression => self.assignment(node),
            Kind::UpdateExpression => self.step(node),
            Kind::PointerExpression => self.address(node),
            Kind::TypeDefinition => self.alias(node),
            _ => {}
        }
    }

    fn block(&mut self, node: Node<'a>, kind: Kind) {
        self.blocks.push(node.byte_range());
        if kind == Kind::CompoundStatement && !self.text(node).starts_with(['{', '<']) {
            self.usage.macro_blocks.push(node);
        }
    }

    fn leave(&mut self, node: Node<'a>) {
        let opened = matches!(self.grammar.kind(node), Kind::CompoundStatement | Kind::ForStatement);
        if opened && self.blocks.len() > 1 {
            self.blocks.pop();
        }
    }

    fn block_end(&self) -> usize {
        self.blocks.last().map_or(usize::MAX, |block| block.end)
    }

    /// Whether the code declares a name itself, so that the database does not speak of it.
    fn is_declared(&self, name: &str, at: usize) -> bool {
        let is_local = self.usage.variable(name, at).is_some();
        is_local || self.outline.is_some_and(|outline| outline.variable(name, at).is_some())
    }

    fn known(&self, name: &str, at: usize) -> Option<&'static Symbol> {
        let symbol = symbol(name)?;
        (!self.file.macros().defines(name) && !self.is_declared(name, at)).then_some(symbol)
    }

    fn name(&mut self, node: Node<'a>) {
        if let Some(symbol) = self.known(self.text(node), node.start_byte()) {
            self.usage.names.push(Name { symbol, node });
        }
    }

    fn call(&mut self, node: Node<'a>) {
        let Some(function) = self.grammar.child(node, |fields| fields.function) else { return };
        if self.grammar.kind(function) != Kind::Identifier {
            return;
        }
        let Some(list) = self.grammar.child(node, |fields| fields.arguments) else { return };
        let name = self.text(function);
        self.usage.calls.push(Call {
            name,
            name_range: function.byte_range().into(),
            symbol: self.known(name, function.start_byte()),
            node,
            arguments: named_children(self.grammar, list),
        });
    }

    fn assignment(&mut self, node: Node<'a>) {
        let target = self.grammar.child(node, |fields| fields.left);
        let value = self.grammar.child(node, |fields| fields.right);
        let is_plain = self.grammar.child(node, |fields| fields.operator).is_none_or(|sign| self.text(sign) == "=");
        if let Some((target, value)) = target.zip(value) {
            self.usage.assignments.push(Assignment { target, value: is_plain.then_some(value) });
        }
    }

    fn step(&mut self, node: Node<'a>) {
        if let Some(target) = self.grammar.child(node, |fields| fields.argument) {
            self.usage.assignments.push(Assignment { target, value: None });
        }
    }

    fn address(&mut self, node: Node<'a>) {
        if self.text(node).starts_with('&') {
            self.usage.addressed.extend(self.grammar.child(node, |fields| fields.argument));
        }
    }

    fn access(&mut self, node: Node<'a>) {
        let receiver = self.grammar.child(node, |fields| fields.argument);
        let field = self.grammar.child(node, |fields| fields.field);
        if let Some((receiver, field)) = receiver.zip(field) {
            self.usage.accesses.push(Access { node, receiver, field });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, functions};

    #[test]
    fn a_function_and_the_file_around_it() {
        let text = "static PyObject *cache;\n\
                    typedef struct { PyObject_HEAD int count; } Thing;\n\
                    static PyObject *f(Thing *self) {\n\
                        npy_intp dims[2];\n\
                        { int PyList_New = 3; dims[0] = PyList_New; }\n\
                        self->count = 1;\n\
                        return PyList_New(dims[0]);\n\
                    }\n";
        let file = SourceFile::new(text, Language::C);
        let outline = of_file(&file);
        let function = functions(&file).remove(0);
        let usage = of_function(&file, &outline, &function);
        let names: Vec<&str> = usage.calls.iter().map(|call| call.name).collect();
        assert_eq!(names, ["PyList_New"]);
        assert_eq!(usage.names.iter().filter(|name| name.symbol.name == "PyList_New").count(), 1);
        assert_eq!(usage.accesses.len(), 1);
        let declared: Vec<&str> = usage.variables.iter().map(|variable| variable.name).collect();
        assert_eq!(declared, ["self", "dims", "PyList_New"]);
        let scope = Scope { file: &file, outline: &outline, function: Some(&usage) };
        assert!(scope.structure("Thing").is_some_and(|thing| thing.fields.iter().any(|field| field.name == "count")));
        assert!(scope.variable("cache", text.len() - 5).is_some());
    }
}
