//! Moving the import of NumPy's function table up, to where nothing can be lost.

use tree_sitter::Node;

use super::layout::{delete_statement, insert_before, statement_at};
use super::{FunctionContext, without_repetition};
use crate::ownership::Defect;
use crate::rules::{Applicability, Fix};

/// Imports before the call that made what is lost.
pub(crate) fn import_first(context: &FunctionContext<'_>, defect: &Defect) -> Option<Fix> {
    let import = statement_at(context, defect.at)?;
    let maker = statement_at(context, defect.acquired.range)?;
    // Under a condition either of them may be left out.
    let is_plain = |statement: Node<'_>| statement.parent() == Some(context.function.body);
    if !is_plain(import) || !is_plain(maker) || import.start_byte() < maker.end_byte() {
        return None;
    }
    let written = context.text(import).trim_end().trim_end_matches(';').trim_end();
    let (name, _) = written.split_once('(')?;
    let mut edits = insert_before(context, maker, &[format!("{written};")]);
    edits.extend(delete_statement(context, import));
    Some(Fix {
        title: format!("Call {}() first", name.trim_end()),
        applicability: Applicability::Safe,
        edits: without_repetition(edits),
    })
}
