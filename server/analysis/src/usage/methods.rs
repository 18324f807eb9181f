//! Tables of methods: which C function stands behind a name, and how Python calls it.

use tree_sitter::Node;

use super::Scope;
use super::table::{Row, Table};
use crate::syntax::{Kind, SourceFile, named_children};

/// One entry of a table of methods.
#[derive(Clone, Debug)]
pub(crate) struct Method<'a> {
    /// The name of the C function.
    pub function: &'a str,
    /// The expression with the flags.
    pub flags_node: Node<'a>,
    /// The flags, each as written.
    pub flags: Vec<&'a str>,
}

impl Method<'_> {
    /// Whether the entry has a flag.
    pub(crate) fn has(&self, flag: &str) -> bool {
        self.flags.contains(&flag)
    }
}

/// The entries of a table whose function and flags are seen.
pub(crate) fn methods<'a>(scope: Scope<'a, '_>, table: &Table<'a>) -> Vec<Method<'a>> {
    if table.type_name != "PyMethodDef" {
        return Vec::new();
    }
    table.rows.iter().filter_map(|row| method(scope, row)).collect()
}

fn method<'a>(scope: Scope<'a, '_>, row: &Row<'a>) -> Option<Method<'a>> {
    let cell = |field: &str, position: usize| {
        let named = row.cells.iter().find(|cell| cell.field == Some(field));
        named.or_else(|| row.cells.get(position).filter(|cell| cell.field.is_none())).map(|cell| cell.value)
    };
    let function = named_function(scope, cell("ml_meth", 1)?)?;
    let flags_node = cell("ml_flags", 2)?;
    let flags = flags(scope.file, flags_node)?;
    Some(Method { function, flags_node, flags })
}

/// The function that an expression names, casts left out.
pub(crate) fn named_function<'a>(scope: Scope<'a, '_>, node: Node<'a>) -> Option<&'a str> {
    let node = scope.without_casts(node);
    match scope.kind(node) {
        Kind::Identifier => Some(scope.text(node)),
        Kind::PointerExpression => named_function(scope, scope.file.grammar().child(node, |fields| fields.argument)?),
        // `_PyCFunction_CAST(function)`.
        Kind::CallExpression => {
            let list = scope.file.grammar().child(node, |fields| fields.arguments)?;
            match named_children(scope.file.grammar(), list).as_slice() {
                [argument] if scope.kind(*argument) == Kind::Identifier => Some(scope.text(*argument)),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The names that an expression of flags joins with `|`; `None` where it is anything else.
fn flags<'a>(file: &'a SourceFile, node: Node<'a>) -> Option<Vec<&'a str>> {
    let text = file.text_of(node);
    let names: Vec<&str> = text.split(['|', '(', ')']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let is_flag = |name: &&str| name.starts_with("METH_");
    (!names.is_empty() && names.iter().all(is_flag)).then_some(names)
}

#[cfg(test)]
mod tests {
    use super::super::of_file;
    use super::*;
    use crate::syntax::Language;

    #[test]
    fn functions_and_flags() {
        let text = "static PyMethodDef methods[] = {\n\
                    {\"f\", (PyCFunction)(void (*)(void))f, METH_VARARGS | METH_KEYWORDS, \"doc\"},\n\
                    {.ml_name = \"g\", .ml_meth = g, .ml_flags = METH_O},\n\
                    {\"h\", _PyCFunction_CAST(h), (METH_NOARGS)},\n\
                    {\"k\", k, 1},\n\
                    {NULL, NULL, 0, NULL}\n};\n";
        let file = SourceFile::new(text, Language::C);
        let outline = of_file(&file);
        let scope = Scope { file: &file, outline: &outline, function: None };
        let found: Vec<(&str, Vec<&str>)> =
            methods(scope, &outline.tables[0]).into_iter().map(|method| (method.function, method.flags)).collect();
        let expected =
            [("f", vec!["METH_VARARGS", "METH_KEYWORDS"]), ("g", vec!["METH_O"]), ("h", vec!["METH_NOARGS"])];
        assert_eq!(found, expected);
    }
}
