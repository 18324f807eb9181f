//! From the syntax tree of a function to its control-flow graph.

mod condition;
mod declaration;
mod element;
pub(crate) mod expression;
mod local_array;
mod macro_call;
mod statement;

use std::collections::HashMap;

use tree_sitter::Node;

use super::ir::{
    Block, BlockId, Case, ConditionKey, Flow, Instruction, InstructionKind, Operand, Terminator, Variable, VariableId,
    VariableKind,
};
use crate::syntax::{FileMacros, Function, Grammar, Kind, SourceFile, named_children};
use crate::text::TextRange;

/// Why a function has no control-flow graph, as a phrase for the statistics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LoweringFailure(pub &'static str);

/// Why a function is not analysed that is being typed, as a phrase.
pub const DOES_NOT_PARSE: &str = "the text does not parse";

type Result<T> = std::result::Result<T, LoweringFailure>;

/// How deep statements and expressions may nest; deeper ones are generated or hostile.
const DEPTH_LIMIT: usize = 200;

/// Builds the control-flow graph of a function.
///
/// # Errors
/// Where the text of the function does not parse, or holds something that the analysis does not follow.
pub fn lower(file: &SourceFile, macros: &FileMacros, function: &Function<'_>) -> Result<Flow> {
    if function.body.has_error() || function.declarator.has_error() {
        return Err(LoweringFailure(DOES_NOT_PARSE));
    }
    if file.grammar().kind(function.body) != Kind::CompoundStatement {
        return Err(LoweringFailure("the body is not a plain block"));
    }
    let mut lowering = Lowering::new(file, macros, Some(function.body));
    lowering.function(function)?;
    lowering.finish(function)
}

/// Where `break` and `continue` go.
#[derive(Clone, Copy, Default)]
struct Targets {
    on_break: Option<BlockId>,
    on_continue: Option<BlockId>,
    /// How many names are visible where they lead.
    visible: usize,
}

struct Lowering<'a> {
    file: &'a SourceFile,
    grammar: &'static Grammar,
    macros: &'a FileMacros,
    flow: Flow,
    /// The block that is being filled; `None` after a jump.
    current: Option<BlockId>,
    /// The visible names, innermost last; `None` for names that are not followed, such as statics.
    names: Vec<(&'a str, Option<VariableId>)>,
    labels: HashMap<String, Label>,
    targets: Targets,
    /// The cases of the switch that is being lowered.
    cases: Option<Cases>,
    paths: HashMap<String, VariableId>,
    /// The local arrays whose elements are variables.
    arrays: HashMap<VariableId, local_array::Elements>,
    /// The body of the function, or of the expanded macro.
    body: Option<Node<'a>>,
    keys: HashMap<String, (usize, usize)>,
    depth: usize,
    /// While a macro is expanded: where it is used. Everything in it counts as standing there.
    site: Option<TextRange>,
    /// The call whose result nobody looks at, by the identity of its node.
    discarded: Option<usize>,
    /// The macros that are being expanded, outermost first.
    expanding: Vec<String>,
}

struct Label {
    block: BlockId,
    is_defined: bool,
}

#[derive(Default)]
struct Cases {
    values: Vec<Case>,
    /// The text of the operand and the variables it depends on, where it can be evaluated again.
    operand: Option<(String, Vec<VariableId>)>,
    default: Option<BlockId>,
}

impl<'a> Lowering<'a> {
    fn new(file: &'a SourceFile, macros: &'a FileMacros, body: Option<Node<'a>>) -> Self {
        let mut lowering = Self {
            file,
            grammar: file.grammar(),
            macros,
            flow: Flow::default(),
            current: None,
            names: Vec::new(),
            labels: HashMap::new(),
            targets: Targets::default(),
            cases: None,
            paths: HashMap::new(),
            arrays: HashMap::new(),
            body,
            keys: HashMap::new(),
            depth: 0,
            site: None,
            discarded: None,
            expanding: Vec::new(),
        };
        lowering.current = Some(lowering.new_block());
        lowering
    }

    fn function(&mut self, function: &Function<'a>) -> Result<()> {
        let type_text =
            self.grammar.child(function.node, |fields| fields.type_).map_or("", |node| self.file.text_of(node));
        let head = TextRange::new(function.range.start, function.declarator.start_byte()).of(self.file.text());
        self.flow.returns_pointer = head.contains('*') || type_text == "PyMODINIT_FUNC";
        self.flow.returns_object = self.flow.returns_pointer && type_text.starts_with("Py");
        self.flow.returns_void = !self.flow.returns_pointer && type_text == "void";
        self.parameters(function);
        self.statement(function.body)
    }

    fn finish(mut self, function: &Function<'_>) -> Result<Flow> {
        if self.labels.values().any(|label| !label.is_defined) {
            return Err(LoweringFailure("a goto leads to a label that is not in the function"));
        }
        let end = function.range.end;
        let closing_brace = TextRange::new(end.saturating_sub(1), end);
        self.end_block(Terminator::Return { value: None, range: closing_brace });
        self.keep_repeated_conditions();
        Ok(self.flow)
    }

    /// Drops the keys of conditions that occur once.
    fn keep_repeated_conditions(&mut self) {
        let mut kept: Vec<Option<usize>> = vec![None; self.flow.keys.len()];
        let mut next = 0;
        for &(key, uses) in self.keys.values() {
            if uses > 1 {
                kept[key] = Some(0);
            }
        }
        for slot in kept.iter_mut().flatten() {
            *slot = next;
            next += 1;
        }
        let mut position = 0;
        self.flow.keys.retain(|_| {
            position += 1;
            kept[position - 1].is_some()
        });
        for block in &mut self.flow.blocks {
            match &mut block.terminator {
                Terminator::Branch { condition, .. } => {
                    condition.key = condition.key.and_then(|(key, negated)| Some((kept[key]?, negated)));
                }
                Terminator::Switch { cases, .. } => {
                    for case in cases {
                        case.key = case.key.and_then(|key| kept[key]);
                    }
                }
                Terminator::Goto(_) | Terminator::Return { .. } | Terminator::Stop => {}
            }
        }
    }

    fn new_block(&mut self) -> BlockId {
        self.flow.blocks.push(Block { instructions: Vec::new(), terminator: Terminator::Stop });
        BlockId(self.flow.blocks.len() as u32 - 1)
    }

    /// Ends the current block, if there is one; what follows is unreachable until a block is entered.
    fn end_block(&mut self, terminator: Terminator) {
        if let Some(block) = self.current.take() {
            self.flow.blocks[block.index()].terminator = terminator;
        }
    }

    fn goto(&mut self, block: BlockId) {
        self.end_block(Terminator::Goto(block));
    }

    fn enter(&mut self, block: BlockId) {
        self.current = Some(block);
    }

    fn emit(&mut self, range: TextRange, kind: InstructionKind) {
        if let Some(block) = self.current {
            self.flow.blocks[block.index()].instructions.push(Instruction { range, kind });
        }
    }

    fn new_variable(&mut self, variable: Variable) -> VariableId {
        self.flow.variables.push(variable);
        VariableId(self.flow.variables.len() as u32 - 1)
    }

    fn temporary(&mut self, range: TextRange) -> VariableId {
        self.new_variable(Variable {
            name: String::new(),
            kind: VariableKind::Temporary,
            is_pointer: true,
            range,
            base: None,
            type_text: String::new(),
            parameter_index: None,
        })
    }

    /// The variable of a path such as `self->cache`.
    fn path(&mut self, node: Node<'_>, base: VariableId) -> VariableId {
        self.path_in_scope(node, base, "")
    }

    /// The same, where the text alone does not say which place is meant.
    fn path_in_scope(&mut self, node: Node<'_>, base: VariableId, scope: &str) -> VariableId {
        let text = self.path_text(node);
        let key = format!("{}:{text}{scope}", base.0);
        if let Some(&known) = self.paths.get(&key) {
            return known;
        }
        let range = self.range(node);
        let variable = self.new_variable(Variable {
            name: text,
            kind: VariableKind::Path,
            is_pointer: true,
            range,
            base: Some(base),
            type_text: String::new(),
            parameter_index: None,
        });
        self.paths.insert(key, variable);
        variable
    }

    /// The variable of a path that has come before.
    fn known_path(&self, node: Node<'_>, base: VariableId) -> Option<VariableId> {
        self.paths.get(&format!("{}:{}", base.0, self.path_text(node))).copied()
    }

    fn path_text(&self, node: Node<'_>) -> String {
        self.file.text_of(node).chars().filter(|character| !character.is_whitespace()).collect()
    }

    /// What a name stands for: `None` where it is no local of the function, `Some(None)` where it is one that is not
    /// followed, such as a static.
    #[allow(clippy::option_option, reason = "A name that is not followed still hides the global of the same name.")]
    fn lookup(&self, name: &str) -> Option<Option<VariableId>> {
        self.names.iter().rev().find(|(known, _)| *known == name).map(|(_, variable)| *variable)
    }

    fn text(&self, node: Node<'_>) -> &'a str {
        TextRange::from(node.byte_range()).of(self.file.text())
    }

    /// The range of a node in the user's text.
    fn range(&self, node: Node<'_>) -> TextRange {
        self.site.unwrap_or_else(|| node.byte_range().into())
    }

    fn kind(&self, node: Node<'_>) -> Kind {
        self.grammar.kind(node)
    }

    fn children(&self, node: Node<'a>) -> Vec<Node<'a>> {
        named_children(self.grammar, node)
    }

    /// Runs a step of the recursion unless it has become too deep.
    fn nested<T>(&mut self, step: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        if self.depth >= DEPTH_LIMIT {
            return Err(LoweringFailure("the code nests too deep"));
        }
        self.depth += 1;
        let result = step(self);
        self.depth -= 1;
        result
    }

    /// The key of a condition's text; counts the use.
    fn key(&mut self, text: String, variables: Vec<VariableId>) -> usize {
        let next = self.flow.keys.len();
        let entry = self.keys.entry(text.clone()).or_insert((next, 0));
        entry.1 += 1;
        let key = entry.0;
        if key == next {
            self.flow.keys.push(ConditionKey { text, variables });
        }
        key
    }

    /// A value that is only looked at: evaluated for its effects.
    fn discard(&mut self, node: Node<'a>) -> Result<()> {
        let _: Operand = self.value(node)?;
        Ok(())
    }
}
