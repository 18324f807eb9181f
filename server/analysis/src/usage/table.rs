//! Variables with a list of initialisers: method tables, module definitions, tables of loops.

use tree_sitter::Node;

use crate::syntax::{Kind, SourceFile, named_children};
use crate::text::TextRange;

/// A variable with a list of initialisers.
#[derive(Clone, Debug)]
pub(crate) struct Table<'a> {
    /// The type of its elements, or its own: `PyMethodDef`, `PyModuleDef`.
    pub type_name: &'a str,
    /// Its name.
    pub name: &'a str,
    /// The braces and what is between them.
    pub list: Node<'a>,
    /// The initialisers in order.
    pub rows: Vec<Row<'a>>,
}

/// One initialiser.
#[derive(Clone, Debug)]
pub(crate) struct Row<'a> {
    /// The initialiser.
    pub node: Node<'a>,
    /// What is between its braces; empty where it has none.
    pub cells: Vec<Cell<'a>>,
}

/// One value of an initialiser.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cell<'a> {
    /// The member's name, where the initialiser gives it: `.ml_name = ...`.
    pub field: Option<&'a str>,
    /// The value.
    pub value: Node<'a>,
}

impl<'a> Table<'a> {
    pub(super) fn new(file: &'a SourceFile, type_node: Node<'a>, name: Node<'a>, list: Node<'a>) -> Self {
        let text = |node: Node<'_>| TextRange::from(node.byte_range()).of(file.text());
        let grammar = file.grammar();
        let rows = named_children(grammar, list)
            .into_iter()
            .map(|node| {
                let cells = match grammar.kind(node) {
                    Kind::InitializerList => named_children(grammar, node),
                    _ => Vec::new(),
                };
                Row { node, cells: cells.into_iter().filter_map(|cell| Cell::of(file, cell)).collect() }
            })
            .collect();
        let type_name = text(type_node);
        Self { type_name: type_name.strip_prefix("struct ").unwrap_or(type_name), name: text(name), list, rows }
    }

    /// The initialisers of a single struct as cells: `{PyModuleDef_HEAD_INIT, "name", ...}`.
    pub(crate) fn cells(&self, file: &'a SourceFile) -> Vec<Cell<'a>> {
        self.rows.iter().filter_map(|row| Cell::of(file, row.node)).collect()
    }
}

impl<'a> Cell<'a> {
    fn of(file: &'a SourceFile, node: Node<'a>) -> Option<Self> {
        let grammar = file.grammar();
        if grammar.kind(node) != Kind::InitializerPair {
            return Some(Self { field: None, value: node });
        }
        let value = grammar.child(node, |fields| fields.value)?;
        let designator = grammar.child(node, |fields| fields.designator)?;
        let text: &'a str = TextRange::from(designator.byte_range()).of(file.text());
        Some(Self { field: Some(text.trim_start_matches('.').trim()), value })
    }
}

#[cfg(test)]
mod tests {
    use super::super::of_file;
    use crate::syntax::{Language, SourceFile};

    #[test]
    fn rows_and_designated_cells() {
        let text = "static PyMethodDef methods[] = {\n\
                    {\"f\", (PyCFunction)f, METH_VARARGS, \"doc\"},\n\
                    {.ml_name = \"g\", .ml_meth = g},\n\
                    {NULL, NULL, 0, NULL}\n};\n\
                    static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, .m_name = \"m\"};\n";
        let file = SourceFile::new(text, Language::C);
        let usage = of_file(&file);
        let shape: Vec<(&str, usize)> = usage.tables.iter().map(|table| (table.type_name, table.rows.len())).collect();
        assert_eq!(shape, [("PyMethodDef", 3), ("PyModuleDef", 2)]);
        let methods = &usage.tables[0];
        assert_eq!(methods.rows[0].cells.len(), 4);
        assert_eq!(methods.rows[1].cells[1].field, Some("ml_meth"));
        let cells = usage.tables[1].cells(&file);
        assert_eq!(cells.iter().map(|cell| cell.field).collect::<Vec<_>>(), [None, Some("m_name")]);
    }
}
