//! Where values come from: what a local variable is given anywhere in its function, without following paths.

use numpy_capi_db::Ownership;
use tree_sitter::Node;

use super::{CType, Call, Scope, Variable};
use crate::syntax::{Kind, named_children};

/// How many variables are looked through on the way to a call.
const DEPTH_LIMIT: usize = 4;

impl<'a, 'u> Scope<'a, 'u> {
    /// Every value that a local variable is given, NULL apart; `None` where it can have another one, since it comes
    /// from the caller, its address is taken, or a macro may change it.
    pub(crate) fn values(&self, variable: &Variable<'a>) -> Option<Vec<Node<'a>>> {
        let usage = self.function?;
        let is_local = usage.variables.iter().any(|known| known.node.id() == variable.node.id());
        let is_plain = !variable.is_parameter && !variable.is_static && !variable.is_reference;
        if !is_local || !is_plain || variable.c_type.is_array {
            return None;
        }
        let is_addressed = usage.addressed.iter().any(|node| self.is_variable(*node, variable));
        if is_addressed || usage.calls.iter().any(|call| self.may_rebind(call, variable)) {
            return None;
        }
        let mut values: Vec<Node<'a>> = variable.initialiser.into_iter().collect();
        for assignment in usage.assignments.iter().filter(|known| self.is_variable(known.target, variable)) {
            values.push(assignment.value?);
        }
        values.retain(|value| !self.is_null(*value));
        (!values.is_empty()).then_some(values)
    }

    /// Whether an expression, without casts and parentheses, is this variable.
    pub(crate) fn is_variable(&self, node: Node<'a>, variable: &Variable<'a>) -> bool {
        let node = self.without_casts(node);
        self.kind(node) == Kind::Identifier
            && self.text(node) == variable.name
            && self
                .variable(variable.name, node.start_byte())
                .is_some_and(|known| known.node.id() == variable.node.id())
    }

    /// The variable that an expression is, without casts and parentheses.
    pub(crate) fn variable_of(&self, node: Node<'a>) -> Option<&'u Variable<'a>> {
        let node = self.without_casts(node);
        (self.kind(node) == Kind::Identifier).then(|| self.variable(self.text(node), node.start_byte()))?
    }

    /// Whether an expression is the null pointer.
    pub(crate) fn is_null(&self, node: Node<'a>) -> bool {
        let node = self.without_casts(node);
        self.kind(node) == Kind::Null || matches!(self.text(node), "NULL" | "0" | "nullptr")
    }

    /// The calls that give an expression its value, through local variables; `None` where something else may.
    pub(crate) fn calls_giving(&self, node: Node<'a>) -> Option<Vec<&'u Call<'a>>> {
        let mut calls = Vec::new();
        self.collect_calls(node, DEPTH_LIMIT, &mut calls)?;
        (!calls.is_empty()).then_some(calls)
    }

    fn collect_calls(&self, node: Node<'a>, depth: usize, calls: &mut Vec<&'u Call<'a>>) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        let node = self.without_casts(node);
        match self.kind(node) {
            Kind::CallExpression => calls.push(self.call_at(node)?),
            Kind::Identifier => {
                for value in self.values(self.variable_of(node)?)? {
                    self.collect_calls(value, depth, calls)?;
                }
            }
            Kind::AssignmentExpression => {
                let value = self.file.grammar().child(node, |fields| fields.right)?;
                self.collect_calls(value, depth, calls)?;
            }
            _ => return None,
        }
        Some(())
    }

    /// The call that a node is, where it calls something with a name.
    pub(crate) fn call_at(&self, node: Node<'a>) -> Option<&'u Call<'a>> {
        let calls = &self.function.unwrap_or(self.outline).calls;
        let first = calls.partition_point(|call| call.node.start_byte() < node.start_byte());
        let here = calls.iter().skip(first).take_while(|call| call.node.start_byte() == node.start_byte());
        here.into_iter().find(|call| call.node.id() == node.id())
    }

    /// Whether a call may give a variable another value although only its name is passed: a macro can.
    fn may_rebind(&self, call: &Call<'a>, variable: &Variable<'a>) -> bool {
        let mut positions =
            call.arguments.iter().enumerate().filter(|(_, argument)| self.text(**argument) == variable.name);
        let Some((position, _)) = positions.next() else { return false };
        if let Some(symbol) = call.symbol {
            let param = symbol.param(position);
            return param.is_some_and(|param| matches!(param.ownership, Ownership::Replaced | Ownership::InOut));
        }
        let is_function = self.file.function_names().contains(call.name);
        !is_function && (self.file.macros().defines(call.name) || !call.name.contains(char::is_lowercase))
    }

    /// The pointer type as which the address is read that a call gives: that of the casts around it, or of the variable
    /// that it goes into. `None` where it stays `void *`.
    pub(crate) fn read_as(&self, call: &Call<'a>) -> Option<CType<'a>> {
        let grammar = self.file.grammar();
        let (mut node, mut found) = (call.node, None);
        let target = loop {
            let parent = node.parent()?;
            match self.kind(parent) {
                Kind::ParenthesizedExpression => {}
                Kind::CastExpression => {
                    found = Some(CType::parse(self.text(grammar.child(parent, |fields| fields.type_)?)));
                }
                Kind::ArgumentList if self.cast_of_cpp(parent).is_some() => found = self.cast_of_cpp(parent),
                _ => break parent,
            }
            node = parent;
        };
        if let Some(read) = found.filter(|read| read.pointers > 0 && read.name != "void") {
            return Some(read);
        }
        let is_value = |known: Node<'a>| known.id() == node.id();
        let read = match self.kind(target) {
            Kind::InitDeclarator => {
                let declared = &self.function.unwrap_or(self.outline).variables;
                declared.iter().find(|known| known.initialiser.is_some_and(is_value))?.c_type.clone()
            }
            Kind::AssignmentExpression => {
                grammar.child(target, |fields| fields.right).filter(|value| is_value(*value))?;
                self.type_of(grammar.child(target, |fields| fields.left)?)?
            }
            _ => return None,
        };
        (read.pointers > 0 && read.name != "void").then_some(read)
    }

    /// The type of `static_cast<T>(…)` or `reinterpret_cast<T>(…)`, by the arguments.
    fn cast_of_cpp(&self, arguments: Node<'a>) -> Option<CType<'a>> {
        let call = arguments.parent()?;
        let function = self.file.grammar().child(call, |fields| fields.function)?;
        let text = self.text(function);
        let rest = text.strip_prefix("static_cast").or_else(|| text.strip_prefix("reinterpret_cast"))?;
        let inner = rest.trim().strip_prefix('<')?.strip_suffix('>')?;
        Some(CType::parse(inner))
    }

    /// The value of an integer written as a number; `None` for everything else.
    pub(crate) fn number(&self, node: Node<'a>) -> Option<i64> {
        self.text(self.without_casts(node)).parse().ok()
    }

    /// The value of flags of the database that are combined with `|`; `None` where one of them is not known.
    pub(crate) fn flags(&self, node: Node<'a>) -> Option<i64> {
        let mut open = vec![node];
        let mut value = 0;
        while let Some(node) = open.pop() {
            let node = self.without_casts(node);
            match self.kind(node) {
                Kind::Identifier => value |= numpy_capi_db::flag_value(self.text(node))?,
                Kind::NumberLiteral => value |= self.number(node)?,
                Kind::BinaryExpression => {
                    let sign = self.file.grammar().child(node, |fields| fields.operator)?;
                    if self.text(sign) != "|" {
                        return None;
                    }
                    open.extend(named_children(self.file.grammar(), node));
                }
                _ => return None,
            }
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{of_file, of_function};
    use super::*;
    use crate::syntax::{Language, SourceFile, functions};

    /// The names of the calls behind the arguments of every call of `what_gives`.
    fn givers(text: &str) -> Vec<Option<Vec<String>>> {
        let file = SourceFile::new(text, Language::C);
        let outline = of_file(&file);
        let mut found = Vec::new();
        for function in functions(&file) {
            let usage = of_function(&file, &outline, &function);
            let scope = Scope { file: &file, outline: &outline, function: Some(&usage) };
            for argument in usage.calls.iter().filter(|call| call.name == "what_gives").flat_map(|call| &call.arguments)
            {
                let calls = scope.calls_giving(*argument);
                found.push(calls.map(|calls| calls.iter().map(|call| call.name.to_owned()).collect()));
            }
        }
        found
    }

    #[test]
    fn values_through_variables() {
        let text = "void f(PyObject *given, int n) {\n\
                    PyObject *a = NULL, *b, *c = PyList_New(0), *d, *e = PyTuple_New(1);\n\
                    PyArrayObject *copy = (PyArrayObject *)a;\n\
                    if (n) a = PyDict_New(); else a = PyList_New(n);\n\
                    fill(&b); b = PyList_New(0); c = given;\n\
                    SET_UP(d); d = PyList_New(2); PyArray_DESCR_REPLACE(d); Py_SETREF(e, PyTuple_New(2));\n\
                    what_gives(a, copy, b, c, d, e, (PyObject *)PySet_New(a));\n}\n";
        let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
        let either = names(&["PyDict_New", "PyList_New"]);
        let expected = [either.clone(), either, None, None, None, None, names(&["PySet_New"])];
        assert_eq!(givers(text), expected);
    }

    #[test]
    fn addresses_and_flags() {
        let text = "void f(PyArrayObject *a) {\n\
                    double *p = PyArray_DATA(a); float *q; q = (float *)(void *)PyArray_DATA(a);\n\
                    void *r = PyArray_DATA(a); long s = *(long *)PyArray_GETPTR1(a, 0);\n\
                    flags(NPY_ARRAY_C_CONTIGUOUS | (NPY_ARRAY_ALIGNED | 2), NPY_ARRAY_ALIGNED & MINE);\n}\n";
        let file = SourceFile::new(text, Language::C);
        let outline = of_file(&file);
        let function = functions(&file).remove(0);
        let usage = of_function(&file, &outline, &function);
        let scope = Scope { file: &file, outline: &outline, function: Some(&usage) };
        let reads = usage.calls.iter().filter(|call| call.name.starts_with("PyArray_"));
        let reads: Vec<_> = reads.map(|call| scope.read_as(call).map(|read| read.to_string())).collect();
        assert_eq!(reads, [Some("double *"), Some("float *"), None, Some("long *")].map(|it| it.map(str::to_owned)));
        let flags = usage.calls.last().expect("a call");
        assert_eq!(flags.arguments.iter().map(|node| scope.flags(*node)).collect::<Vec<_>>(), [Some(0x103), None]);
    }
}
