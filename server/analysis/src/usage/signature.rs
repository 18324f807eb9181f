//! What a function takes and gives back, as its definition says.

use tree_sitter::Node;

use super::c_type::CType;
use crate::syntax::{Function, Kind, SourceFile, named_children};
use crate::text::TextRange;

/// The head of a function definition.
#[derive(Clone, Debug)]
pub(crate) struct Signature<'a> {
    /// The type of the result; `None` for constructors and functions whose type is not written.
    pub result: Option<CType<'a>>,
    /// The parameters in order.
    pub parameters: Vec<Node<'a>>,
}

impl<'a> Signature<'a> {
    /// The head of a function; `None` where the number of its parameters cannot be read.
    pub(crate) fn of(file: &'a SourceFile, function: &Function<'a>) -> Option<Self> {
        let grammar = file.grammar();
        let list = grammar.child(function.declarator, |fields| fields.parameters)?;
        let parameters = named_children(grammar, list);
        // Variable arguments, names without types as before C89, default values.
        if parameters.iter().any(|parameter| grammar.kind(*parameter) != Kind::ParameterDeclaration) || list.has_error()
        {
            return None;
        }
        let is_void = |parameter: &Node<'_>| file.text_of(*parameter).trim() == "void";
        let parameters = if parameters.len() == 1 && parameters.iter().all(is_void) { Vec::new() } else { parameters };
        Some(Self { result: result_type(file, function), parameters })
    }

    /// The type of a parameter, where it is a pointer.
    pub(crate) fn pointer_type(&self, file: &'a SourceFile, position: usize) -> Option<CType<'a>> {
        let c_type = CType::parse(file.text_of(*self.parameters.get(position)?));
        (c_type.pointers > 0).then_some(c_type)
    }

    /// The name of a parameter; `None` where it has none.
    pub(crate) fn parameter_name(&self, file: &'a SourceFile, position: usize) -> Option<&'a str> {
        let grammar = file.grammar();
        let mut node = grammar.child(*self.parameters.get(position)?, |fields| fields.declarator)?;
        while grammar.kind(node) != Kind::Identifier {
            let inner = grammar.child(node, |fields| fields.declarator);
            node = inner.or_else(|| named_children(grammar, node).into_iter().next())?;
        }
        Some(file.text_of(node))
    }
}

/// The type in front of a function, and the pointers between it and the name.
fn result_type<'a>(file: &'a SourceFile, function: &Function<'a>) -> Option<CType<'a>> {
    let grammar = file.grammar();
    let type_node = grammar.child(function.node, |fields| fields.type_)?;
    let between = TextRange::new(type_node.end_byte(), function.declarator.start_byte());
    // A pre-pass may have blanked macros there, whose text is no declarator.
    let between = std::str::from_utf8(file.prepared().get(between.start..between.end)?).ok()?;
    let mut c_type = CType::named(file.text_of(type_node));
    c_type.pointers = between.matches('*').count();
    Some(c_type)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{Language, functions};

    #[test]
    fn results_and_parameters() {
        let text = "static PyObject *f(PyObject *self, PyObject *Py_UNUSED(args)) { return self; }\n\
                    int g(void) { return 0; }\n\
                    void h(char **args, npy_intp const *dimensions, int n) { }\n\
                    int v(const char *format, ...) { return 0; }\n";
        let file = SourceFile::new(text, Language::C);
        let heads: Vec<Option<Signature<'_>>> =
            functions(&file).iter().map(|function| Signature::of(&file, function)).collect();
        let shown = |head: &Option<Signature<'_>>| {
            head.as_ref().map(|head| (head.result.as_ref().map(ToString::to_string), head.parameters.len()))
        };
        let expected = [
            Some((Some("PyObject *".to_owned()), 2)),
            Some((Some("int".to_owned()), 0)),
            Some((Some("void".to_owned()), 3)),
            None,
        ];
        assert_eq!(heads.iter().map(shown).collect::<Vec<_>>(), expected);
        let loop_head = heads[2].as_ref().unwrap();
        assert_eq!(loop_head.pointer_type(&file, 1).unwrap().to_string(), "npy_intp *");
        assert_eq!(loop_head.parameter_name(&file, 1), Some("dimensions"));
        assert_eq!(heads[0].as_ref().unwrap().parameter_name(&file, 1), Some("args"));
    }
}
