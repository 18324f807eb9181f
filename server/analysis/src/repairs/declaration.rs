//! Where a variable is declared.

use tree_sitter::Node;

use super::FunctionContext;
use crate::ownership::Owner;
use crate::syntax::Kind;
use crate::text::TextRange;

/// The declaration of an owner.
pub(super) struct Declaration<'a> {
    pub statement: Node<'a>,
    pub name: Node<'a>,
    pub value: Option<Node<'a>>,
    /// Type and declarator, such as `PyObject *list`.
    pub head: String,
    /// Whether it declares this variable only.
    pub is_alone: bool,
    /// Whether the variable can be declared elsewhere and take its value here: it is no constant, its type is written.
    pub can_be_moved: bool,
}

impl<'a> Declaration<'a> {
    /// The declaration of a variable that owns something; `None` where it is no statement of its own.
    pub(super) fn of(context: &FunctionContext<'a>, owner: Owner) -> Option<Self> {
        let range = context.flow.variables[owner.variable.index()].range;
        let name = context.function.body.descendant_for_byte_range(range.start, range.end)?;
        let mut declarator = name;
        loop {
            let parent = declarator.parent()?;
            if context.grammar.kind(parent) == Kind::Declaration {
                break;
            }
            declarator = parent;
        }
        let statement = declarator.parent()?;
        let is_loop_head = statement.parent().is_some_and(|parent| {
            !matches!(context.grammar.kind(parent), Kind::CompoundStatement | Kind::CaseStatement)
        });
        if is_loop_head {
            return None;
        }
        let value = (context.grammar.kind(declarator) == Kind::InitDeclarator)
            .then(|| context.grammar.child(declarator, |fields| fields.value))
            .flatten();
        let type_node = context.grammar.child(statement, |fields| fields.type_)?;
        let text = context.file.text();
        let head = TextRange::new(statement.start_byte(), name.end_byte()).of(text).to_owned();
        let specifiers = TextRange::new(statement.start_byte(), type_node.end_byte()).of(text);
        let stars = TextRange::new(declarator.start_byte(), name.end_byte()).of(text);
        let can_be_moved =
            !specifiers.split_whitespace().any(|word| matches!(word, "static" | "auto")) && !stars.contains("const");
        let is_alone = declarators(context, statement) == 1;
        Some(Self { statement, name, value, head, is_alone, can_be_moved })
    }
}

/// How many variables a declaration declares.
fn declarators(context: &FunctionContext<'_>, statement: Node<'_>) -> usize {
    let mut cursor = statement.walk();
    let commas = statement.children(&mut cursor).filter(|child| context.text(*child) == ",").count();
    commas + 1
}
